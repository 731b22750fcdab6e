package example;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import scanfindings.ApiClient;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;

/** AWS Signature Version 4, with the signer and the credentials of the AWS SDK. */
final class SigV4 {
  /** Headers that the generated client or the JDK sets. */
  private static final Set<String> SET_ELSEWHERE = Set.of("Host", "Content-Type");

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
  private final ApiClient client;
  private final Region region;

  SigV4(ApiClient client, Region region) {
    this.client = client;
    this.region = region;
  }

  /** Returns the headers that sign a POST; the JDK's client shows no interceptor the body. */
  Map<String, String> headers(String path, Object body) throws JsonProcessingException {
    var json = client.getObjectMapper().writeValueAsBytes(body);
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(client.getBaseUri() + path))
            .putHeader("Content-Type", "application/json")
            .build();
    var signed =
        signer.sign(
            sign ->
                sign.identity(credentials.resolveCredentials())
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(json))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "imagebuilder")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    return signed.request().headers().entrySet().stream()
        .filter(header -> !SET_ELSEWHERE.contains(header.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().get(0)));
  }
}
