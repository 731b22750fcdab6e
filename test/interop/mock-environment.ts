import { onTestFinished } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../../scripts/mock/create-mock.ts';

/** Credentials that no account has. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * Starts a mock for one test.
 *
 * @param options how it is to behave
 * @returns the mock, and the environment variables that lead an AWS client to it
 */
export async function startMock(
  options: MockOptions = {},
): Promise<{ mock: Mock; variables: Record<string, string> }> {
  const mock = await createMock(options);
  onTestFinished(() => mock.close());
  const variables = {
    AWS_ENDPOINT_URL_IMAGEBUILDER: mock.url,
    // The first is read by the AWS CLI and boto3, the second by the SDKs.
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // A profile of the person who runs the tests must not change what a client does.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_PAGER: '',
  };
  return { mock, variables };
}
