import { type Plugin, type Product } from '../../src/contract/target';
/** A file, an address or a secret that several commands are given in the same way. */
export type SharedArguments = {
    /** Null where it was not given. */
    issuer: string | null;
    clientId: string | null;
    secret: {
        from: 'environment';
        name: string;
    } | {
        from: 'standard-input';
    } | null;
    scope: string | null;
    mappingFile: string | null;
    plugin: Plugin | null;
    product: Product;
    caFile: string | null;
    insecureHttp: boolean;
    json: boolean;
};
type Kinds = Readonly<Record<string, {
    type: 'string' | 'boolean';
}>>;
export type Values<Options extends Kinds> = Partial<Record<keyof Options, string | boolean>>;
export type Refused = {
    ok: false;
    problem: string;
};
export declare const sharedOptions: {
    readonly issuer: {
        readonly type: "string";
    };
    readonly 'client-id': {
        readonly type: "string";
    };
    readonly 'secret-env': {
        readonly type: "string";
    };
    readonly 'secret-stdin': {
        readonly type: "boolean";
    };
    readonly scope: {
        readonly type: "string";
    };
    readonly mapping: {
        readonly type: "string";
    };
    readonly target: {
        readonly type: "string";
    };
    readonly product: {
        readonly type: "string";
    };
    readonly ca: {
        readonly type: "string";
    };
    readonly 'insecure-http': {
        readonly type: "boolean";
    };
    readonly json: {
        readonly type: "boolean";
    };
    readonly data: {
        readonly type: "string";
    };
    readonly help: {
        readonly type: "boolean";
    };
};
/** What `--help` says of them. */
export declare const sharedHelp: {
    issuer: string;
    client: string;
    scope: string;
    mapping: string;
    target: string;
    trust: string;
    http: string;
};
/** Splits a command line. Never throws: what cannot be used is a sentence that names it. */
export declare const parseOptions: <Options extends Kinds>(argv: readonly string[], options: Options) => {
    ok: true;
    values: Values<Options>;
} | Refused;
/** Reads the shared ones, once help was not asked for. An empty value is refused, whatever option it has. */
export declare const readShared: <Options extends Kinds>(values: Values<Options & typeof sharedOptions>) => {
    ok: true;
    shared: SharedArguments;
} | Refused;
export declare const refused: (problem: string) => Refused;
export declare const textOf: (value: string | boolean | undefined) => string | null;
/** Items of a list that is separated by commas, without the blanks around them. */
export declare const listOf: (text: string) => string[];
export declare const oneOf: <T extends string>(choices: readonly T[], value: string) => T | undefined;
export {};
