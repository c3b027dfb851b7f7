import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { eventChannel, invokeChannel, type LightboxBridge } from '../shared/ipc/bridge.ts';

const bridge: LightboxBridge = {
  invoke: (name, input) => ipcRenderer.invoke(invokeChannel, name, input),
  subscribe: (listener) => {
    // The event object would hand the page the sender; it gets the payload only.
    const forward = (_event: IpcRendererEvent, events: unknown) => {
      listener(events);
    };
    ipcRenderer.on(eventChannel, forward);
    return () => {
      ipcRenderer.off(eventChannel, forward);
    };
  },
};

contextBridge.exposeInMainWorld('lightbox', bridge);
