import { Markup } from '../../html/domain/markup.ts';

/** Modules left white around the code, or a scanner does not find it (ISO/IEC 18004, 9.1). */
const QUIET_ZONE = 4;
/** Units of the picture for one module, as the library draws them. */
const MODULE = 2;

/** A QR code as SVG, black on white, as large as what it is put into. */
export async function drawQrCode(text: string): Promise<Markup> {
  // Reading the library takes longer than starting the server should.
  const { default: bwip } = await import('bwip-js');
  const options = { bcid: 'qrcode', text, scale: 1, eclevel: 'M', backgroundcolor: 'ffffff' };
  return new Markup(bwip.toSVG({ ...options, padding: QUIET_ZONE * MODULE }));
}
