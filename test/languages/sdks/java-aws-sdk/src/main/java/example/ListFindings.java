package example;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.ImageScanFindingsFilter;
import software.amazon.awssdk.services.imagebuilder.model.ImagebuilderException;
import software.amazon.awssdk.services.imagebuilder.model.ListImageScanFindingsRequest;

/**
 * Prints how many findings each page has, or the type of the error.
 *
 * <p>Arguments: the page size, or 0 for the default, and optionally the name and the value of a filter.
 */
public final class ListFindings {
  public static void main(String[] args) {
    try (var client = ImagebuilderClient.create()) {
      for (var page : client.listImageScanFindingsPaginator(readRequest(args))) {
        System.out.println(page.findings().size());
      }
    } catch (AwsServiceException error) {
      System.err.println(typeName(error));
      System.exit(1);
    }
  }

  private static ListImageScanFindingsRequest readRequest(String[] args) {
    var request = ListImageScanFindingsRequest.builder();
    var maxResults = Integer.parseInt(args[0]);
    if (maxResults > 0) {
      request.maxResults(maxResults);
    }
    if (args.length == 3) {
      request.filters(ImageScanFindingsFilter.builder().name(args[1]).values(args[2]).build());
    }
    return request.build();
  }

  /** The class of an error; an error that the SDK does not model has its code after it. */
  private static String typeName(AwsServiceException error) {
    var name = error.getClass().getSimpleName();
    var modelled = error.getClass() != ImagebuilderException.class;
    return modelled ? name : name + " " + error.awsErrorDetails().errorCode();
  }
}
