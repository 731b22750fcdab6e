// Prints how many findings each page has, or the type of the error.
// Arguments: the page size, or 0 for the default, and optionally the name and the value of a filter.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/imagebuilder"
	"github.com/aws/aws-sdk-go-v2/service/imagebuilder/types"
	"github.com/aws/smithy-go"
)

func main() {
	ctx := context.Background()
	config, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	pages := imagebuilder.NewListImageScanFindingsPaginator(imagebuilder.NewFromConfig(config), readRequest(os.Args[1:]))
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			fmt.Fprintln(os.Stderr, typeName(err))
			os.Exit(1)
		}
		fmt.Println(len(page.Findings))
	}
}

func readRequest(arguments []string) *imagebuilder.ListImageScanFindingsInput {
	var request imagebuilder.ListImageScanFindingsInput
	maxResults, err := strconv.Atoi(arguments[0])
	if err != nil {
		log.Fatal(err)
	}
	if maxResults > 0 {
		request.MaxResults = aws.Int32(int32(maxResults))
	}
	if len(arguments) == 3 {
		request.Filters = []types.ImageScanFindingsFilter{{Name: &arguments[1], Values: arguments[2:]}}
	}
	return &request
}

// typeName is the name of the type of an API error; an error that the SDK does not model has its code after it.
func typeName(err error) string {
	var failure smithy.APIError
	if !errors.As(err, &failure) {
		return err.Error()
	}
	name := strings.TrimPrefix(fmt.Sprintf("%T", failure), "*types.")
	if name == "*smithy.GenericAPIError" {
		return "GenericAPIError " + failure.ErrorCode()
	}
	return name
}
