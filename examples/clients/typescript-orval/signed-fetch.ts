import { AwsClient } from 'aws4fetch';

const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
const { AWS_ENDPOINT_URL_IMAGEBUILDER = `https://imagebuilder.${AWS_REGION}.amazonaws.com` } = process.env;

const aws = new AwsClient({
  accessKeyId: AWS_ACCESS_KEY_ID!,
  secretAccessKey: AWS_SECRET_ACCESS_KEY!,
  sessionToken: AWS_SESSION_TOKEN,
  region: AWS_REGION,
  service: 'imagebuilder',
  retries: 0,
});

/** Sends a request of the generated client with an AWS Signature Version 4. */
export async function signedFetch<Result>(path: string, init?: RequestInit): Promise<Result> {
  const response = await aws.fetch(AWS_ENDPOINT_URL_IMAGEBUILDER + path, init);
  const { status, headers } = response;
  return { status, headers, data: await response.json() } as Result;
}
