/** What a board says without being asked. What is not understood is `noise`, never dropped. */
export type AtEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'wifi-connected' }
  | { readonly kind: 'wifi-got-ip' }
  | { readonly kind: 'wifi-got-ipv6'; readonly scope: 'LL' | 'GL' }
  | { readonly kind: 'wifi-disconnect' }
  | { readonly kind: 'time-updated' }
  | {
      readonly kind: 'mqtt-connected';
      readonly link: number;
      readonly scheme: number;
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly reconnect: number;
    }
  | { readonly kind: 'mqtt-disconnected'; readonly link: number }
  | {
      readonly kind: 'mqtt-received';
      readonly link: number;
      readonly topic: string;
      readonly payload: Uint8Array;
    }
  | { readonly kind: 'station-connected'; readonly mac: string }
  | { readonly kind: 'station-disconnected'; readonly mac: string }
  | { readonly kind: 'station-address'; readonly mac: string; readonly address: string }
  | { readonly kind: 'link-connected'; readonly link: number | null }
  | { readonly kind: 'link-closed'; readonly link: number | null }
  | {
      readonly kind: 'link-received';
      readonly link: number | null;
      readonly from: string | null;
      readonly payload: Uint8Array;
    }
  /** Passive receiving: so much is there to be fetched. */
  | { readonly kind: 'link-waiting'; readonly link: number | null; readonly length: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'error-code'; readonly errorCode: number }
  | { readonly kind: 'errno'; readonly errno: number }
  | { readonly kind: 'forced-restart' }
  /** Lines, raw bytes and results that nothing explains. */
  | { readonly kind: 'noise'; readonly line: string };
