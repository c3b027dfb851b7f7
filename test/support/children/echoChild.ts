import { parentChannel } from '../../../electron/process/parentChannel.ts';

/** Says who it is, then sends back what it hears; ends with its parent. */
const parent = parentChannel();
parent.onDisconnect(() => process.exit(0));
parent.onMessage((message) => {
  if (message === 'exit') process.exit(3);
  parent.send(message);
});
parent.send({ pid: process.pid, greeting: process.env['GREETING'] });
