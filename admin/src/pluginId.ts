export const PLUGIN_ID = 'kartra';
export const BASE_PATH = '/plugins/kartra';
