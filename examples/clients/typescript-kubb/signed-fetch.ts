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

export interface RequestConfig<Body = unknown> {
  method: string;
  url: string;
  data: Body;
}

export type ResponseErrorConfig<Failure> = Failure;

export type Client = typeof signedFetch;

/** Sends a request of the generated client with an AWS Signature Version 4. */
export default async function signedFetch<Page, Failure extends { message?: string }, Body>({
  method,
  url,
  data,
}: RequestConfig<Body>): Promise<{ data: Page }> {
  const response = await aws.fetch(AWS_ENDPOINT_URL_IMAGEBUILDER + url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(data),
  });
  if (response.ok) return { data: (await response.json()) as Page };
  const error = new Error(((await response.json()) as Failure).message);
  error.name = response.headers.get('X-Amzn-Errortype') ?? 'Error';
  throw error;
}
