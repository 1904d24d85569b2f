/** Twelve digits with their check digit. */
export function ean13(digits: number): string {
  const text = String(digits).padStart(12, '0');
  let sum = 0;
  for (let place = 0; place < 12; place++) sum += Number(text[place]) * (place % 2 === 0 ? 1 : 3);
  return text + String((10 - (sum % 10)) % 10);
}
