<?php
// The page: a cart whose figures are the server's, put aside and taken up again. cart.js does the rest.
declare(strict_types=1);

require __DIR__ . '/page.php';

begin_html('السلة', 'cart.js');
?>
<body>
<header>
  <h1>دفتر</h1>
  <a href="index.php">الفواتير والتحصيل</a>
</header>

<main>
  <section id="answer" tabindex="-1" aria-live="polite" hidden></section>

  <div class="columns">
    <section class="card" aria-labelledby="cart-title">
      <h2 id="cart-title">السلة</h2>
      <div class="combobox">
        <label for="customer-search">العميل: ابحث بالاسم أو رقم الموبايل، ثم Enter</label>
        <input id="customer-search" type="text" autocomplete="off">
        <ul id="customer-list" aria-label="العملاء" hidden></ul>
      </div>
      <p id="customer" class="hint">لم يُختر عميل بعد.</p>
      <div class="combobox">
        <label for="product-search">الصنف: ابحث بالاسم أو الكود أو الباركود، ثم Enter</label>
        <input id="product-search" type="text" autocomplete="off" autofocus>
        <ul id="product-list" aria-label="الأصناف" hidden></ul>
      </div>
      <ol id="items"></ol>
    </section>

    <section class="card" aria-labelledby="total-title">
      <h2 id="total-title">الحساب</h2>
      <label>خصم الفاتورة % <input id="discount-value" type="text" inputmode="decimal" placeholder="0" dir="ltr"></label>
      <dl id="totals" class="figures"></dl>
      <ul id="problems" class="problems"></ul>
      <button type="button" id="sell" class="main">بيع نقداً</button>
      <label>اسم السلة <input id="cart-name" type="text" maxlength="150"></label>
      <button type="button" id="hold" class="add">تعليق السلة</button>
    </section>
  </div>

  <section class="card" aria-labelledby="held-title">
    <h2 id="held-title">السلال المعلقة</h2>
    <ul id="held" class="held"></ul>
    <p id="none-held" class="hint">لا توجد سلال معلقة.</p>
  </section>
</main>

<template id="item-template">
  <li class="item">
    <p class="name"><bdi></bdi><small></small></p>
    <label>الكمية <input class="qty" type="text" inputmode="decimal" dir="ltr"></label>
    <label>سعر الوحدة <input class="price" type="text" inputmode="decimal" dir="ltr"></label>
    <label>خصم % <input class="discount" type="text" inputmode="decimal" dir="ltr" placeholder="0"></label>
    <p class="total">الإجمالي <output></output></p>
    <button type="button" class="remove">حذف</button>
    <p class="problem" hidden></p>
  </li>
</template>
</body>
</html>
