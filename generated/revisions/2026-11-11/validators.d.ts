export * from '../../validators.js';
