package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// signer sends requests with an AWS Signature Version 4.
type signer struct{ aws.Config }

func (s signer) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	credentials, err := s.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	if err := request.Body.Close(); err != nil {
		return nil, err
	}
	signed := request.Clone(ctx)
	signed.Body = io.NopCloser(bytes.NewReader(body))
	hash := sha256.Sum256(body)
	payloadHash := hex.EncodeToString(hash[:])
	if err := v4.NewSigner().SignHTTP(ctx, credentials, signed, payloadHash, "imagebuilder", s.Region, time.Now()); err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(signed)
}
