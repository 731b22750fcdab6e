/** Why the command could not do its job, worded for its user; no fault of the data's shape. */
export class CannotValidate extends Error {}
