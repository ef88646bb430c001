/** How places of a cuisine are called: each front goes with each back. */
export interface NameParts {
  readonly fronts: readonly string[]
  readonly backs: readonly string[]
}

const parts = (fronts: string, backs: string): NameParts => ({
  fronts: fronts.split('|'),
  backs: backs.split('|'),
})

export const nameParts: Readonly<Record<string, NameParts>> = {
  Portuguese: parts(
    'Tasca|Adega|Casa|Taberna|O Cantinho|Cozinha|Mesa|Solar|Quintal',
    'do Moleiro|da Avó Lurdes|do Zé Manel|da Ribeira|dos Arcos|do Tanoeiro|da Fonte|do Poço|da Tia Alda|do Sobreiro|da Esquina|dos Amigos|do Lagar|da Eira|do Barqueiro|da Rosa|do Serrano|da Figueira|de Baixo|do Padre Inácio',
  ),
  Seafood: parts(
    'Marisqueira|Mar|O Barco|Cais|Peixaria|A Rede|Doca',
    'do Norte|da Barra|Azul|do Mestre Raul|da Maré|do Pontão|da Lota|do Arrais|das Gaivotas|do Farol|da Enseada|dos Pescadores',
  ),
  Grill: parts(
    'Churrasqueira|Grelha|Brasa|O Assador|Forno|Frango',
    'do Bairro|Real|da Praça|do Carvão|da Estação|do Tónio|Dourado|do Monte|da Serra|dos Leitões|de Ouro|da Ponte|do Campino',
  ),
  Italian: parts(
    'Trattoria|Osteria|Cucina|La Tavola|Casa|Il Giardino|La Bottega|Locanda',
    'da Marta|di Renzo|del Porto|Bellini|dei Limoni|Sant’Elmo|della Nonna|di Levante|Parma|del Ponte|Amalfi|Vecchia|del Vicolo|Ginevra',
  ),
  Pizza: parts(
    'Pizzeria|Forno|Pizza|Fornetto|La Pala|Spicchio',
    'Vesúvio|a Lenha|Napoli|do Cais|Bianca|della Piazza|Margherita|Rossa|Doppio Zero|Mezzaluna|San Gennaro|Basilico|Fermento|Capri|del Sole',
  ),
  Burgers: parts(
    'Burger|Smash|Bun|Patty|Grill & Bun|Prime Burger',
    'Yard|Works|No. 9|Corner|Society|Garage|District|Theory|& Sons|Republic|Depot|Brothers|House|Lab|Harbour',
  ),
  Sushi: parts(
    'Sushi|Kaiten|Izakaya|Maki|Sakana|Umi|Nori',
    'Hoshi|Tanuki|Kawa|Akari|no Cais|Midori|Sora|Hanabi|Mori|Kaze|Taiyo|Nami|Sen|Kiku|Yuki',
  ),
  Ramen: parts(
    'Ramen|Noodle Bar|Men-ya|Shoyu|Tonkotsu|Broth',
    'Kuro|Ichiban|Tora|Umami|Fuji|Maru|Shiro|Neko|Kaede|Daruma',
  ),
  Chinese: parts(
    'Palácio|Jardim|Casa|Restaurante|Wok|Dim Sum',
    'da China|Jade|Fortuna|Lótus|de Xangai|Dragão Dourado|Nova Ásia|da Seda|Bambu|de Cantão|Mei Lin|Sichuan|Lanterna|Feliz',
  ),
  Indian: parts(
    'Masala|Tandoori|Curry|Spice|Palácio|Namaste|Cozinha',
    'de Goa|Mahal|House|Bombaim|Ganges|Junction|Kerala|Punjab|Garden|Zafrani|Lane|Malabar|Jaipur|Darbar',
  ),
  Thai: parts(
    'Thai|Baan|Siam|Krua|Bangkok',
    'Orchid|Basil|Lemongrass|Som Tam|Garden|Lotus|Chang|Kitchen|Mali|Riverside|Street',
  ),
  Vietnamese: parts(
    'Pho|Bánh Mì|Saigão|Hanói|Quán',
    'Corner|Sen|Viet|Hoa|Street|Mekong|Xanh|da Linh|Lotus|Hội An',
  ),
  Mexican: parts(
    'Taquería|Cantina|La Casa|El Rincón|Burritos|Tacos',
    'del Sol|Guadalupe|La Luna|de Oaxaca|Don Chucho|El Gallo|Agave|del Norte|La Catrina|Jalisco|Pancho|Mezcal',
  ),
  Brazilian: parts(
    'Boteco|Rodízio|Cantina|Sabor|Casa|Quiosque',
    'Mineiro|do Gaúcho|da Baía|Carioca|de Minas|do Sertão|Tropical|da Dona Jandira|Ipê|Nordestino|do Ipiranga|Paulista',
  ),
  Lebanese: parts(
    'Beirute|Mezze|Zaatar|Cedro|Shawarma|Falafel',
    'do Cais|House|& Co.|Garden|Azul|Palace|Street|Corner|da Amal|Express|Levant',
  ),
  'Cape Verdean': parts(
    'Cachupa|Sabura|Morabeza|Casa|Sodade',
    'da Ilha|di Terra|do Mindelo|da Nha Fonga|do Fogo|da Praia|de Santiago|da Brava|Kriola',
  ),
  Vegan: parts(
    'Green|Raiz|Horta|Verde|Broto|Folha|Semente',
    'Kitchen|da Rita|& Grão|Vivo|Table|Urbana|da Terra|Bowl|Claro|Boa|Bistro|Livre',
  ),
  Poke: parts(
    'Poke|Aloha|Bowl|Hula|Big Wave',
    'House|Bay|& Fresh|Club|Kai|Tide|Lagoon|Nui|Island|Point|Moana',
  ),
  Breakfast: parts(
    'Brunch|Morning|Café|Early|Pancake|Sunny',
    'Corner|Society|do Jardim|Bird|& Eggs|da Manhã|Kitchen|Side|Lisa|Parade|do Largo|Club',
  ),
  Bakery: parts(
    'Padaria|Pastelaria|Confeitaria|Pão|Forno|Fábrica',
    'Central|da Vila|São Brás|Doce Lua|Primavera|do Mercado|Aurora|Imperial|da Avenida|Flor de Sal|Trigo Novo|Santa Clara|das Laranjeiras|Moderna|do Canto',
  ),
  Desserts: parts(
    'Gelataria|Doce|Açúcar|Geladaria|Waffle|Bolos',
    'Conde|& Canela|Veneza|Alegria|da Nena|Mel|Pôr do Sol|Lab|Caramelo|do Coreto|Nuvem|& Café',
  ),
  Sandwiches: parts(
    'Bifanas|Prego|Sande|Pão|Tosta|Deli',
    'do Rui|& Companhia|da Estação|Rápido|do Carmo|Corner|da Praça|do Largo|& Queijo|Mista|Express|do Chico',
  ),
  Steakhouse: parts(
    'Steak|Carne|Parrilla|Ember|O Corte',
    'House 41|Maturada|Room|del Sur|& Brasa|Nobre|Argentina|Club|do Talho|Pampa|Alta',
  ),
  Tapas: parts(
    'Petiscos|Bodega|Balcão|Tapas|Vinho|La Barra',
    '& Mais|do Cais|Andaluza|da Joana|& Prosa|de Triana|do Terraço|Ibérica|Vadio|& Copos|do Beco|La Plaza',
  ),
}

/** Small chains: name, cuisine, price level, branches in a city of 2,500 restaurants. */
export const brands: readonly (readonly [
  name: string,
  cuisine: string,
  priceLevel: number,
  branches: number,
])[] = [
  ['Frango & Brasa', 'Grill', 1, 14],
  ['Pizza Porto Claro', 'Pizza', 1, 16],
  ['Massa Mia', 'Italian', 2, 9],
  ['Hambúrguer Central', 'Burgers', 1, 15],
  ['Buntown', 'Burgers', 2, 9],
  ['Sushi no Prato', 'Sushi', 2, 11],
  ['Koi & Arroz', 'Sushi', 3, 5],
  ['Wok Veloz', 'Chinese', 1, 12],
  ['Naan Stop', 'Indian', 2, 8],
  ['Burrito Bravo', 'Mexican', 1, 9],
  ['Poké da Onda', 'Poke', 2, 10],
  ['Verde Já', 'Vegan', 2, 7],
  ['Padaria Trigal', 'Bakery', 1, 18],
  ['Pastel & Pingo', 'Bakery', 1, 12],
  ['Ovo a Ovo', 'Breakfast', 2, 7],
  ['Gelado Lindo', 'Desserts', 2, 9],
  ['Bifana Boa', 'Sandwiches', 1, 11],
  ['Sanduíche & Sumo', 'Sandwiches', 1, 8],
  ['Picanha do Sul', 'Brazilian', 2, 6],
  ['Petisco Fino', 'Tapas', 3, 4],
  ['Falafel Já', 'Lebanese', 1, 7],
  ['Tigela Ramen', 'Ramen', 2, 6],
  ['Maré Alta', 'Seafood', 3, 5],
  ['Tasca Moderna', 'Portuguese', 2, 9],
]
