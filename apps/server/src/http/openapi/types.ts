import type { NamedOperation } from '@cashwrap/contract';
import type { generateOpenApiDocument } from 'trpc-openapi';

export type OpenApiDocument = ReturnType<typeof generateOpenApiDocument>;
export type PathItem = NonNullable<OpenApiDocument['paths']>[string];
export type OperationObject = NonNullable<PathItem['get']>;
export type ParameterObject = NonNullable<OperationObject['parameters']>[number];
export type ResponsesObject = NonNullable<OperationObject['responses']>;
export type ResponseObject = ResponsesObject[string];
export type SchemaObject = NonNullable<NonNullable<OpenApiDocument['components']>['schemas']>[string];

export type ContractOperation = NamedOperation['operation'];
