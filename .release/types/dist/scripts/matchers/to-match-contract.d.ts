import * as validators from 'imagebuilder-scan-findings/validators';
type Validators = typeof validators;
export type ShapeName = {
    [Name in keyof Validators]: Name extends `validate${infer Shape}` ? Shape : never;
}[keyof Validators];
export declare function toMatchContract(received: unknown, shape: ShapeName): {
    pass: boolean;
    message: () => string;
};
export {};
