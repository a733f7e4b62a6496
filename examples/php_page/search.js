// What the panels search for: customers and products.

import { combobox } from "./combobox.js";
import { list } from "./server.js";
import { element, figure, isolated } from "./show.js";

export function customerSearch(input, take) {
  combobox(input, {
    search: (text) => list("customers", { search: text }),
    show: (row) => [isolated(row.name), element("small", `${row.mobile} · ${row.city}`)],
    best: (rows, text) => rows.find((row) => row.mobile === text) ?? rows[0],
    take,
  });
}

export function productSearch(input, take) {
  combobox(input, {
    search: (text) => list("products", { search: text }),
    show: (row) => [isolated(row.name), element("small", stockOf(row)), figure(String(row.selling_price))],
    best: (rows, text) => rows.find((row) => row.product_code === text) ?? rows[0],
    take,
  });
}

export function stockOf(product) {
  const stock = product.keeps_stock ? `المتاح ${product.in_stock} ${product.unit_of_measure}` : "خدمة";
  return `${product.product_code} · ${stock}`;
}
