export * from '../../validators-strict.js';
