// Lists all image scan findings of the account.
package main

//go:generate mkdir -p scanfindings
//go:generate go tool oapi-codegen -config oapi-codegen.yaml ../../../generated/openapi.yaml

import (
	"cmp"
	"context"
	"encoding/json"
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
	client, err := scanfindings.NewClientWithResponses(endpoint, scanfindings.WithHTTPClient(httpClient))
	if err != nil {
		return err
	}

	var request scanfindings.ListImageScanFindingsRequest
	findings, pages := 0, 0
	for {
		result, err := client.ListImageScanFindingsWithResponse(ctx, request)
		if err != nil {
			return err
		}
		page := result.JSON200
		if page == nil {
			return apiError(result)
		}
		pages++
		for _, finding := range orZero(page.Findings) {
			findings++
			fmt.Println(cmp.Or(orZero(finding.Severity), "-"), cmp.Or(orZero(finding.Title), "-"))
		}
		if page.NextToken == nil {
			break
		}
		request.NextToken = page.NextToken
	}
	fmt.Println(findings, "findings in", pages, "pages")
	return nil
}

// apiError names the error of a response, such as ForbiddenException.
func apiError(result *scanfindings.ListImageScanFindingsResponse) error {
	name := result.HTTPResponse.Header.Get("X-Amzn-Errortype")
	var body scanfindings.ErrorResponse
	if err := json.Unmarshal(result.Body, &body); err != nil {
		return fmt.Errorf("%s %s", result.Status(), name)
	}
	return fmt.Errorf("%s: %s", name, orZero(body.Message))
}

// orZero is the value of an optional property, or the zero value if it is absent.
func orZero[T any](value *T) T {
	if value == nil {
		return *new(T)
	}
	return *value
}
