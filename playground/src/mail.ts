import fs from 'node:fs';
import path from 'node:path';

interface Mail {
  readonly message: { createReadStream(): NodeJS.ReadableStream };
}

/**
 * Where mails go while no mail server is configured: into a folder, one file each, to be opened with any mail
 * program. As a transport of nodemailer.
 */
export const mailFolder = (folder: string) => ({
  name: 'folder',
  version: '1.0.0',
  send(mail: Mail, done: (error: Error | null, info?: { readonly path: string }) => void) {
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${new Date().toISOString().replace(/:/g, '-')}.eml`);
    const written = fs.createWriteStream(file);
    written.on('error', done);
    written.on('finish', () => done(null, { path: file }));
    mail.message.createReadStream().on('error', done).pipe(written);
  },
});
