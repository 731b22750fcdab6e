package example;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Objects;
import scanfindings.ApiClient;
import scanfindings.ApiException;
import scanfindings.api.ImageScanFindingsApi;
import scanfindings.model.ErrorResponse;
import scanfindings.model.ListImageScanFindingsRequest;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Lists all image scan findings of the account. */
public final class ListFindings {
  private static final ApiClient CLIENT = new ApiClient();

  public static void main(String[] args) throws JsonProcessingException {
    var region = new DefaultAwsRegionProviderChain().getRegion();
    CLIENT.updateBaseUri(
        Objects.requireNonNullElse(
            System.getenv("AWS_ENDPOINT_URL_IMAGEBUILDER"),
            "https://imagebuilder." + region + ".amazonaws.com"));
    try {
      listFindings(new SigV4(CLIENT, region));
    } catch (ApiException error) {
      System.err.println(describe(error));
      System.exit(1);
    }
  }

  private static void listFindings(SigV4 sigV4) throws ApiException, JsonProcessingException {
    var api = new ImageScanFindingsApi(CLIENT);
    var request = new ListImageScanFindingsRequest();
    var findings = 0;
    var pages = 0;
    do {
      var page = api.listImageScanFindings(request, sigV4.headers("/ListImageScanFindings", request));
      pages++;
      for (var finding : page.getFindings()) {
        findings++;
        System.out.println(orDash(finding.getSeverity()) + " " + orDash(finding.getTitle()));
      }
      request.setNextToken(page.getNextToken());
    } while (request.getNextToken() != null);
    System.out.println(findings + " findings in " + pages + " pages");
  }

  /** Names the error of a response, such as ForbiddenException. */
  private static String describe(ApiException error) throws JsonProcessingException {
    if (error.getResponseBody() == null) {
      return error.toString();
    }
    var name = error.getResponseHeaders().firstValue("X-Amzn-Errortype").orElse("-");
    var body = CLIENT.getObjectMapper().readValue(error.getResponseBody(), ErrorResponse.class);
    return name + ": " + Objects.requireNonNullElse(body.getMessage(), "");
  }

  private static String orDash(String value) {
    return Objects.requireNonNullElse(value, "-");
  }
}
