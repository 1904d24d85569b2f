import type { TaxName } from './shop.ts';

/** What the shop sells: each row is name, price and cost of one unit in cents, and how often it is asked for. */
type Row = readonly [name: string, price: number, cost: number, demand: number];

/** Articles that are taxed, counted and kept alike: a category of the catalogue. */
interface Department {
  readonly prefix: string;
  readonly title: string;
  /** The category above it. */
  readonly aisle: string;
  readonly tax: TaxName;
  /** What it is measured in; left out where it is sold by the unit. */
  readonly measure?: 'kg';
  /** What is made or done on the spot has no stock. */
  readonly untracked?: true;
  /** What is thrown away when it was not sold in time. */
  readonly perishable?: true;
  readonly rows: readonly Row[];
}

/** One article of the shop. */
export interface Article {
  readonly sku: string;
  readonly name: string;
  readonly barcode: string;
  /** The number under which scales know what is weighed. */
  readonly plu: string | null;
  readonly department: string;
  readonly aisle: string;
  readonly tax: TaxName;
  readonly price: number;
  readonly cost: number;
  readonly demand: number;
  readonly measure: 'kg' | null;
  readonly tracked: boolean;
  readonly perishable: boolean;
}

const departments: readonly Department[] = [
  {
    ...{ prefix: 'BAR', title: 'Coffee bar', aisle: 'Café', tax: 'standard', untracked: true },
    rows: [
      ['Espresso', 240, 45, 7],
      ['Double espresso', 300, 70, 5],
      ['Americano', 330, 60, 9],
      ['Flat white', 390, 95, 14],
      ['Cappuccino', 380, 90, 12],
      ['Latte', 400, 100, 10],
      ['Oat milk latte', 450, 125, 8],
      ['Hot chocolate', 420, 120, 4],
      ['Pot of tea', 300, 40, 5],
      ['Fresh orange juice', 480, 190, 3],
    ],
  },
  {
    ...{ prefix: 'COF', title: 'Coffee', aisle: 'Hot drinks', tax: 'basic' },
    rows: [
      ['House espresso beans 250 g', 890, 430, 5],
      ['House espresso beans 1 kg', 3190, 1580, 2],
      ['Filter roast Ethiopia 250 g', 1150, 560, 3],
      ['Filter roast Kenya 250 g', 1290, 640, 2],
      ['Filter roast Colombia 250 g', 1090, 520, 3],
      ['Decaf beans 250 g', 990, 490, 2],
      ['Ground coffee, cafetière 250 g', 850, 410, 3],
      ['Ground coffee, moka pot 250 g', 850, 410, 2],
      ['Coffee capsules, 10 pieces', 490, 230, 3],
      ['Cold brew bottle 500 ml', 590, 260, 2],
      ['Chicory coffee 200 g', 450, 210, 1],
      ['Drip coffee bags, 7 pieces', 920, 430, 1],
    ],
  },
  {
    ...{ prefix: 'TEA', title: 'Tea', aisle: 'Hot drinks', tax: 'basic' },
    rows: [
      ['Breakfast tea, 40 bags', 420, 190, 4],
      ['Earl Grey, 40 bags', 450, 200, 3],
      ['Assam loose leaf 125 g', 690, 310, 2],
      ['Darjeeling first flush 100 g', 1290, 620, 1],
      ['Sencha 100 g', 890, 420, 2],
      ['Jasmine green tea 100 g', 790, 370, 1],
      ['Peppermint, 20 bags', 350, 150, 3],
      ['Camomile, 20 bags', 350, 150, 2],
      ['Rooibos vanilla 100 g', 590, 270, 2],
      ['Ginger and lemon, 20 bags', 390, 170, 3],
      ['Matcha tin 30 g', 1890, 940, 1],
    ],
  },
  {
    ...{ prefix: 'BAK', title: 'Bread', aisle: 'Fresh food', tax: 'basic', perishable: true },
    rows: [
      ['Sourdough loaf 800 g', 520, 210, 12],
      ['Rye loaf 750 g', 490, 190, 7],
      ['Baguette', 220, 80, 12],
      ['Ciabatta', 290, 110, 6],
      ['Focaccia with rosemary', 390, 150, 4],
      ['Wholegrain rolls, 4 pieces', 260, 100, 7],
      ['Soda bread 500 g', 380, 140, 5],
      ['Spelt loaf 500 g', 460, 190, 4],
      ['Burger buns, 4 pieces', 320, 130, 3],
      ['Pretzel', 140, 45, 8],
    ],
  },
  {
    ...{ prefix: 'CAK', title: 'Cakes and pastries', aisle: 'Café', tax: 'reduced', perishable: true },
    rows: [
      ['Croissant', 240, 95, 14],
      ['Pain au chocolat', 280, 115, 10],
      ['Almond croissant', 340, 150, 6],
      ['Cinnamon bun', 320, 120, 9],
      ['Lemon tart', 450, 190, 4],
      ['Carrot cake, slice', 420, 170, 5],
      ['Chocolate brownie', 350, 140, 6],
      ['Cheesecake, slice', 460, 200, 4],
      ['Banana bread, slice', 330, 120, 4],
      ['Scone with butter', 290, 105, 5],
      ['Pastel de nata', 260, 100, 7],
    ],
  },
  {
    ...{ prefix: 'CHS', title: 'Cheese counter', aisle: 'Fresh food', tax: 'basic', measure: 'kg' },
    rows: [
      ['Parmigiano Reggiano 24 months', 3290, 1890, 5],
      ['Comté 18 months', 3490, 2010, 4],
      ['Mature Irish cheddar', 2190, 1180, 6],
      ['Brie de Meaux', 2590, 1420, 4],
      ['Gorgonzola dolce', 2390, 1310, 3],
      ['Manchego 12 months', 2990, 1690, 4],
      ['Goat cheese log', 2690, 1490, 3],
      ['Gruyère', 2890, 1620, 3],
      ['Taleggio', 2490, 1360, 2],
      ['Smoked Gubbeen', 3190, 1840, 2],
      ['Feta in brine', 1690, 890, 4],
      ['Aged Gouda', 2290, 1230, 3],
    ],
  },
  {
    ...{ prefix: 'MEA', title: 'Cured meats', aisle: 'Fresh food', tax: 'basic', measure: 'kg' },
    rows: [
      ['Prosciutto di Parma', 4490, 2590, 4],
      ['Mortadella with pistachio', 2290, 1240, 4],
      ['Salami Milano', 2790, 1540, 4],
      ['Finocchiona', 3090, 1730, 2],
      ['Serrano ham', 3690, 2090, 3],
      ['Chorizo', 2590, 1420, 3],
      ['Bresaola', 4990, 2960, 2],
      ['Smoked turkey breast', 2490, 1370, 3],
      ['Pancetta', 2690, 1480, 3],
      ['Nduja', 2890, 1590, 1],
    ],
  },
  {
    ...{
      prefix: 'ANT',
      title: 'Olives and antipasti',
      aisle: 'Fresh food',
      tax: 'basic',
      measure: 'kg',
      perishable: true,
    },
    rows: [
      ['Kalamata olives', 1990, 980, 4],
      ['Nocellara olives', 2190, 1090, 4],
      ['Mixed marinated olives', 1890, 920, 5],
      ['Sun-dried tomatoes in oil', 2290, 1140, 3],
      ['Grilled artichokes', 2690, 1380, 3],
      ['Roasted peppers', 2090, 1020, 3],
      ['Hummus', 1590, 690, 5],
      ['Tzatziki', 1490, 640, 3],
      ['Stuffed vine leaves', 1790, 870, 2],
      ['Marinated anchovies', 3190, 1740, 1],
    ],
  },
  {
    ...{
      prefix: 'FRU',
      title: 'Fruit and vegetables',
      aisle: 'Fresh food',
      tax: 'basic',
      measure: 'kg',
      perishable: true,
    },
    rows: [
      ['Apples, Elstar', 349, 160, 7],
      ['Bananas', 229, 110, 9],
      ['Lemons, unwaxed', 449, 210, 5],
      ['Oranges', 329, 150, 5],
      ['Pears, Conference', 379, 180, 4],
      ['Vine tomatoes', 499, 240, 8],
      ['Cherry tomatoes', 799, 390, 6],
      ['Potatoes, waxy', 199, 85, 6],
      ['Carrots', 189, 80, 6],
      ['Red onions', 229, 100, 5],
      ['Courgettes', 359, 170, 4],
      ['Peppers, mixed', 569, 280, 4],
      ['Mushrooms, chestnut', 899, 450, 4],
      ['Garlic', 1290, 620, 3],
    ],
  },
  {
    ...{ prefix: 'DAI', title: 'Dairy and eggs', aisle: 'Fresh food', tax: 'basic', perishable: true },
    rows: [
      ['Whole milk 1 l', 175, 105, 12],
      ['Semi-skimmed milk 1 l', 170, 102, 8],
      ['Oat drink 1 l', 265, 150, 7],
      ['Salted butter 250 g', 425, 265, 8],
      ['Natural yoghurt 500 g', 245, 135, 6],
      ['Greek yoghurt 450 g', 365, 205, 5],
      ['Double cream 250 ml', 235, 130, 4],
      ['Crème fraîche 200 g', 225, 120, 3],
      ['Mozzarella di bufala 125 g', 345, 205, 5],
      ['Ricotta 250 g', 315, 180, 3],
      ['Free-range eggs, 6 pieces', 289, 170, 8],
      ['Free-range eggs, 12 pieces', 549, 325, 4],
    ],
  },
  {
    ...{ prefix: 'PAS', title: 'Pasta, rice and pulses', aisle: 'Pantry', tax: 'basic' },
    rows: [
      ['Spaghetti 500 g', 289, 140, 6],
      ['Penne 500 g', 289, 140, 5],
      ['Orecchiette 500 g', 349, 170, 3],
      ['Fresh tagliatelle 250 g', 449, 230, 4],
      ['Lasagne sheets 500 g', 329, 160, 2],
      ['Arborio rice 1 kg', 549, 280, 3],
      ['Basmati rice 1 kg', 499, 250, 3],
      ['Red lentils 500 g', 279, 130, 3],
      ['Chickpeas, tin 400 g', 149, 70, 5],
      ['Cannellini beans, tin 400 g', 159, 75, 4],
      ['Couscous 500 g', 299, 140, 2],
      ['Polenta 500 g', 279, 130, 1],
      ['Quinoa 400 g', 549, 290, 2],
    ],
  },
  {
    ...{ prefix: 'PAN', title: 'Oils, vinegars and preserves', aisle: 'Pantry', tax: 'basic' },
    rows: [
      ['Extra virgin olive oil 500 ml', 1490, 820, 4],
      ['Extra virgin olive oil 1 l', 2590, 1490, 2],
      ['Sunflower oil 1 l', 349, 190, 3],
      ['Balsamic vinegar 250 ml', 890, 450, 2],
      ['Cider vinegar 500 ml', 490, 230, 2],
      ['Passata 690 g', 269, 130, 6],
      ['Chopped tomatoes, tin 400 g', 139, 65, 7],
      ['Basil pesto 190 g', 549, 280, 4],
      ['Tuna in olive oil 160 g', 449, 245, 4],
      ['Capers in salt 100 g', 390, 190, 2],
      ['Dijon mustard 200 g', 329, 155, 3],
      ['Wildflower honey 340 g', 790, 420, 3],
      ['Raspberry jam 340 g', 449, 215, 3],
      ['Peanut butter 280 g', 429, 210, 3],
      ['Sea salt flakes 250 g', 390, 180, 3],
    ],
  },
  {
    ...{ prefix: 'SWE', title: 'Chocolate and biscuits', aisle: 'Pantry', tax: 'standard' },
    rows: [
      ['Dark chocolate 70 %, 100 g', 420, 205, 6],
      ['Milk chocolate 100 g', 390, 185, 5],
      ['Hazelnut chocolate 100 g', 440, 215, 4],
      ['Chocolate truffles, 12 pieces', 1290, 640, 2],
      ['Cantuccini 250 g', 490, 235, 3],
      ['Shortbread 200 g', 429, 200, 3],
      ['Amaretti 180 g', 529, 255, 2],
      ['Nougat bar 100 g', 550, 270, 1],
      ['Salted caramels 150 g', 590, 285, 2],
      ['Liquorice 150 g', 390, 175, 2],
      ['Sea salt crisps 150 g', 299, 140, 6],
      ['Roasted almonds 150 g', 490, 260, 3],
    ],
  },
  {
    ...{ prefix: 'DRI', title: 'Soft drinks', aisle: 'Cold drinks', tax: 'standard' },
    rows: [
      ['Still water 750 ml', 180, 65, 6],
      ['Sparkling water 750 ml', 180, 65, 7],
      ['Blood orange lemonade 330 ml', 280, 130, 5],
      ['Elderflower pressé 330 ml', 290, 135, 4],
      ['Ginger beer 330 ml', 280, 130, 5],
      ['Cola 330 ml', 250, 115, 5],
      ['Tonic water 200 ml', 190, 85, 4],
      ['Cloudy apple juice 1 l', 390, 190, 4],
      ['Tomato juice 750 ml', 420, 205, 2],
      ['Kombucha 330 ml', 390, 195, 3],
      ['Iced tea 500 ml', 290, 130, 3],
    ],
  },
  {
    ...{ prefix: 'WIN', title: 'Wine and beer', aisle: 'Cold drinks', tax: 'standard' },
    rows: [
      ['Chianti Classico 750 ml', 1690, 910, 3],
      ['Montepulciano 750 ml', 1190, 610, 4],
      ['Rioja Crianza 750 ml', 1390, 730, 3],
      ['Côtes du Rhône 750 ml', 1290, 670, 3],
      ['Riesling, dry 750 ml', 1390, 740, 3],
      ['Grüner Veltliner 750 ml', 1490, 790, 2],
      ['Sauvignon Blanc 750 ml', 1290, 670, 4],
      ['Rosé de Provence 750 ml', 1590, 860, 2],
      ['Prosecco 750 ml', 1390, 720, 4],
      ['Champagne brut 750 ml', 4490, 2790, 1],
      ['Pale ale 440 ml', 390, 205, 6],
      ['Pilsner 500 ml', 290, 140, 6],
      ['Stout 500 ml', 340, 170, 5],
      ['Alcohol-free lager 330 ml', 240, 115, 3],
    ],
  },
  {
    ...{ prefix: 'HOU', title: 'Household', aisle: 'Home', tax: 'standard' },
    rows: [
      ['Washing-up liquid 500 ml', 329, 155, 3],
      ['Laundry liquid 1.5 l', 890, 460, 2],
      ['All-purpose cleaner 750 ml', 390, 190, 2],
      ['Sponges, 3 pieces', 249, 100, 2],
      ['Kitchen roll, 2 pieces', 349, 170, 4],
      ['Toilet paper, 8 rolls', 590, 310, 4],
      ['Bin bags 35 l, 20 pieces', 299, 130, 2],
      ['Baking paper 15 m', 320, 140, 2],
      ['Aluminium foil 10 m', 290, 130, 1],
      ['Beeswax candle', 790, 370, 1],
      ['Matches, 3 boxes', 150, 55, 2],
      ['Olive oil soap 100 g', 450, 200, 2],
      ['Hand cream 75 ml', 890, 430, 1],
      ['AA batteries, 4 pieces', 549, 270, 1],
    ],
  },
  {
    ...{ prefix: 'KIT', title: 'Kitchenware and gifts', aisle: 'Home', tax: 'standard' },
    rows: [
      ['Moka pot, 3 cups', 2990, 1560, 1],
      ['Cafetière 1 l', 3490, 1820, 1],
      ['Filter papers, 100 pieces', 490, 210, 2],
      ['Espresso cup', 1190, 520, 1],
      ['Stoneware mug', 1490, 680, 2],
      ['Reusable cup 350 ml', 1690, 810, 2],
      ['Linen tea towel', 1290, 590, 2],
      ['Olive wood board', 3290, 1710, 1],
      ['Cheese knife', 1890, 920, 1],
      ['Corkscrew', 1290, 560, 1],
      ['Cotton tote bag', 690, 250, 4],
      ['Gift basket, empty', 890, 380, 1],
    ],
  },
  {
    ...{ prefix: 'SRV', title: 'Services', aisle: 'Other', tax: 'zero', untracked: true },
    rows: [
      ['Donation to the food bank', 100, 0, 2],
      ['Postage stamp, standard letter', 165, 165, 2],
    ],
  },
];

/** Every article, in the order of the shelves. */
export const assortment: readonly Article[] = departments.flatMap(toArticles);

function toArticles(department: Department, departmentIndex: number): Article[] {
  const { prefix, title, aisle, tax, measure = null, untracked = false, perishable = false } = department;
  return department.rows.map(([name, price, cost, demand], index) => ({
    sku: `${prefix}-${String(index + 1).padStart(3, '0')}`,
    barcode: inStoreEan13((departmentIndex + 1) * 1000 + index + 1),
    plu: measure === null ? null : String((departmentIndex + 1) * 100 + index + 1),
    ...{ department: title, aisle },
    ...{ name, tax, price, cost, demand, measure, perishable },
    tracked: !untracked,
  }));
}

/** An EAN-13 with a prefix that GS1 gives to nobody (20 is for use inside a shop), so it is no one's product. */
export function inStoreEan13(articleNumber: number): string {
  const digits = `20${String(articleNumber).padStart(10, '0')}`;
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return digits + String((10 - (sum % 10)) % 10);
}
