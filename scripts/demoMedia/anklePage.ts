/** What runs in the page: draws each frame on a canvas and encodes it. Global: `Mediabunny`, from its bundle. */
export const anklePage = `
async function encodeAnkle({ width, height, frames, framesPerSecond }) {
  const { Output, BufferTarget, WebMOutputFormat, CanvasSource } = Mediabunny;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: 'vp9', bitrate: 500_000, keyFrameInterval: 0.5 });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  for (let frame = 0; frame < frames; frame += 1) {
    drawAnkle(context, width, height, frame, frames);
    await source.add(frame / framesPerSecond, 1 / framesPerSecond);
  }
  await output.finalize();
  const bytes = new Uint8Array(target.buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Positive degrees: toes towards the shin. */
function drawAnkle(context, width, height, frame, frames) {
  const degrees = 15 - 22.5 * (1 - Math.cos((2 * Math.PI * frame) / frames));
  const ankle = { x: 250, y: 268 };
  const backdrop = context.createLinearGradient(0, 0, 0, height);
  backdrop.addColorStop(0, '#5b7482');
  backdrop.addColorStop(1, '#3b515d');
  context.fillStyle = backdrop;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#2c3e48';
  context.fillRect(0, 430, width, height - 430);

  context.save();
  context.translate(ankle.x, ankle.y);
  context.rotate((-degrees * Math.PI) / 180);
  shape(context, [[-52, -26], [-66, 30], [-50, 66], [-10, 70], [90, 64], [196, 62], [214, 48], [206, 30], [150, 14], [86, -16], [52, -46]]);
  context.strokeStyle = 'rgba(120,70,50,0.45)';
  context.lineWidth = 2;
  for (let toe = 0; toe < 3; toe += 1) {
    context.beginPath();
    context.arc(186 - toe * 3, 46, 16 + toe * 5, -0.9, 0.5);
    context.stroke();
  }
  context.restore();
  context.save();
  context.translate(0, ankle.y - 318);
  shape(context, [[198, -20], [196, 120], [206, 220], [198, 300], [204, 342], [240, 356], [284, 346], [300, 310], [296, 240], [318, 120], [316, -20]]);
  context.fillStyle = 'rgba(255,235,220,0.35)';
  context.beginPath();
  context.ellipse(254, 316, 17, 20, 0, 0, 7);
  context.fill();
  context.restore();

  goniometer(context, ankle, degrees);
  context.fillStyle = '#ffffff';
  context.font = '600 40px "DejaVu Sans", Arial, sans-serif';
  context.textAlign = 'right';
  context.fillText((degrees >= 0 ? '+' : '\\u2212') + Math.abs(degrees).toFixed(0) + '\\u00b0', width - 28, 62);
  context.font = '20px "DejaVu Sans", Arial, sans-serif';
  context.fillText(degrees >= 0 ? 'dorsiflexion' : 'plantar flexion', width - 28, 92);
  context.textAlign = 'left';
  context.font = '18px "DejaVu Sans Mono", monospace';
  context.fillText('frame ' + String(frame).padStart(2, '0'), 24, height - 20);
}

function shape(context, points) {
  const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const start = middle(points[points.length - 1], points[0]);
  context.beginPath();
  context.moveTo(start[0], start[1]);
  points.forEach((point, index) => {
    const end = middle(point, points[(index + 1) % points.length]);
    context.quadraticCurveTo(point[0], point[1], end[0], end[1]);
  });
  context.closePath();
  const skin = context.createLinearGradient(180, 0, 330, 60);
  skin.addColorStop(0, '#c98f70');
  skin.addColorStop(0.45, '#e8b897');
  skin.addColorStop(1, '#b97d60');
  context.fillStyle = skin;
  context.fill();
}

function goniometer(context, ankle, degrees) {
  const arm = (angle, length, colour) => {
    context.strokeStyle = colour;
    context.lineWidth = 7;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(ankle.x, ankle.y);
    context.lineTo(ankle.x + length * Math.cos(angle), ankle.y - length * Math.sin(angle));
    context.stroke();
  };
  context.strokeStyle = 'rgba(255,255,255,0.85)';
  context.lineWidth = 2;
  context.beginPath();
  context.arc(ankle.x, ankle.y, 92, -Math.PI / 2, Math.PI / 4);
  context.stroke();
  for (let tick = -45; tick <= 90; tick += 5) {
    const angle = (tick * Math.PI) / 180;
    const inner = tick % 15 === 0 ? 78 : 85;
    context.beginPath();
    context.moveTo(ankle.x + inner * Math.cos(angle), ankle.y - inner * Math.sin(angle));
    context.lineTo(ankle.x + 92 * Math.cos(angle), ankle.y - 92 * Math.sin(angle));
    context.stroke();
  }
  arm(Math.PI / 2, 200, 'rgba(245,245,240,0.85)');
  arm((degrees * Math.PI) / 180, 190, 'rgba(255,196,61,0.9)');
  context.fillStyle = '#22313a';
  context.beginPath();
  context.arc(ankle.x, ankle.y, 8, 0, 7);
  context.fill();
}
`;
