import type { Document, OperationObject, Schema } from '../../scripts/contract/document.ts';
import { listOperations, type Operation } from '../../scripts/contract/operations.ts';

/** A value with what a URL has to escape, so that it shows who does. */
const resourceArn = 'arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/order service';

const schemas: Record<string, Schema> = {
  ImageBuilderArn: { type: 'string', examples: [resourceArn] },
  TagKeyList: { type: 'array', items: { type: 'string' }, minItems: 2 },
  TagResourceRequest: {
    type: 'object',
    required: ['tags'],
    properties: { tags: { type: 'object', additionalProperties: { type: 'string' } } },
  },
  TagResourceResponse: { type: 'object' },
  UntagResourceResponse: { type: 'object' },
  CancelImageCreationRequest: {
    type: 'object',
    required: ['imageBuildVersionArn', 'clientToken'],
    properties: { imageBuildVersionArn: { type: 'string' }, clientToken: { type: 'string' } },
  },
  CancelImageCreationResponse: {
    type: 'object',
    properties: {
      requestId: { type: 'string' },
      imageBuildVersionArn: { type: 'string' },
      clientToken: { type: 'string' },
    },
  },
};

const resource = { name: 'resourceArn', in: 'path', required: true, schema: reference('ImageBuilderArn') };
const tagKeys = { name: 'tagKeys', in: 'query', required: true, schema: reference('TagKeyList') };

/**
 * Makes a contract of operations of Image Builder whose inputs are not the body alone: members in the path and in the
 * query, an idempotency token. The real contract need not have any.
 *
 * @param contract the bundled contract, for the parts of a document that are no operations; it is not modified
 * @returns the document without any errors, and its operations by their id
 */
export function urlOperations(contract: Document): {
  document: Document;
  operations: Record<string, Operation>;
} {
  const document = structuredClone({
    ...contract,
    paths: {
      '/tags/{resourceArn}': {
        post: toOperation('TagResource', { parameters: [resource], requestBody: body('TagResourceRequest') }),
        delete: toOperation('UntagResource', { parameters: [resource, tagKeys] }),
      },
      '/CancelImageCreation': {
        put: toOperation('CancelImageCreation', { requestBody: body('CancelImageCreationRequest') }),
      },
    },
    components: { schemas },
  }) as Document;
  const operations = listOperations(document);
  return { document, operations: Object.fromEntries(operations.map((each) => [each.id, each])) };
}

function toOperation(operationId: string, request: object): Partial<OperationObject> {
  const success = { description: 'A success.', ...body(`${operationId}Response`) };
  return { operationId, ...request, responses: { 200: success } };
}

function body(shape: string) {
  return { content: { 'application/json': { schema: reference(shape) } } };
}

function reference(shape: string): Schema {
  return { $ref: `#/components/schemas/${shape}` };
}
