// One of several processes that share a file of tokens: makes a call and prints who it was made as.
import { createCashwrap } from '@cashwrap/sdk';
import { fileStorage } from '@cashwrap/sdk/node';

const [baseUrl = '', path = ''] = process.argv.slice(2);
const { name } = await createCashwrap({ baseUrl, storage: fileStorage(path) }).auth.me();
console.log(name);
