import { type Server } from 'node:http';
import type { Answer, ReceivedRequest } from './answer.ts';
import { type BodyLimits } from './body.ts';
export interface ServerParts extends BodyLimits {
    page: (path: string) => Promise<Answer | undefined>;
    answer: (request: ReceivedRequest) => Promise<Answer>;
    fail: (error: unknown) => Answer;
    answered: (request: Exchange, answer: Answer) => void;
}
export interface Exchange {
    id: string;
    method: string;
    path: string;
    started: number;
}
export declare function createHttpServer(parts: ServerParts): Server;
