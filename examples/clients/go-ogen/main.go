// Lists all image scan findings of the account.
package main

//go:generate go tool ogen --target scanfindings --package scanfindings --clean ../../../generated/openapi.yaml

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"example.com/list-findings/scanfindings"
	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	if err := listFindings(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func listFindings(ctx context.Context) error {
	aws, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	endpoint := cmp.Or(os.Getenv("AWS_ENDPOINT_URL_IMAGEBUILDER"), "https://imagebuilder."+aws.Region+".amazonaws.com")
	httpClient := &http.Client{Transport: signer{aws}}
	client, err := scanfindings.NewClient(endpoint, unsigned{}, scanfindings.WithClient(httpClient))
	if err != nil {
		return err
	}

	var request scanfindings.ListImageScanFindingsRequest
	findings, pages := 0, 0
	for {
		page, err := getPage(ctx, client, &request)
		if err != nil {
			return err
		}
		pages++
		for _, finding := range page.Findings {
			findings++
			fmt.Println(finding.Severity.Or("-"), finding.Title.Or("-"))
		}
		if !page.NextToken.Set {
			break
		}
		request.NextToken = page.NextToken
	}
	fmt.Println(findings, "findings in", pages, "pages")
	return nil
}

// apiError is an error response of any status.
type apiError interface {
	GetXAmznErrortype() scanfindings.ErrorType
	GetResponse() scanfindings.ErrorResponse
}

func getPage(
	ctx context.Context, client *scanfindings.Client, request *scanfindings.ListImageScanFindingsRequest,
) (*scanfindings.ListImageScanFindingsResponse, error) {
	response, err := client.ListImageScanFindings(ctx, request)
	if page, ok := response.(*scanfindings.ListImageScanFindingsResponseHeaders); ok {
		return &page.Response, nil
	}
	// The errors of the operation are responses, those common to all of AWS are Go errors.
	failure, ok := response.(apiError)
	var common *scanfindings.CommonErrorStatusCodeWithHeaders
	if errors.As(err, &common) {
		failure, ok = common, true
	}
	if !ok {
		return nil, err
	}
	body := failure.GetResponse()
	return nil, fmt.Errorf("%s: %s", failure.GetXAmznErrortype(), body.Message.Or(""))
}

// unsigned fills in the Authorization header that ogen insists on; signer replaces it.
type unsigned struct{}

func (unsigned) SigV4(context.Context, scanfindings.OperationName) (scanfindings.SigV4, error) {
	return scanfindings.SigV4{APIKey: "unsigned"}, nil
}
