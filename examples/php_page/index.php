<?php
// The page: an invoice, or a payment, of a customer. page.js does the rest.
declare(strict_types=1);

require __DIR__ . '/page.php';

begin_html('الفواتير والتحصيل', 'page.js');
?>
<body>
<header>
  <h1>دفتر</h1>
  <div role="tablist" aria-label="العملية">
    <button type="button" role="tab" id="invoice-tab" aria-controls="invoice" aria-selected="true">فاتورة جديدة</button>
    <button type="button" role="tab" id="payment-tab" aria-controls="payment" aria-selected="false" tabindex="-1">تحصيل دفعة</button>
  </div>
</header>

<main>
  <section id="answer" tabindex="-1" aria-live="polite" hidden></section>

  <section class="card" aria-labelledby="customer-title">
    <h2 id="customer-title">العميل</h2>
    <div class="combobox">
      <label for="customer-search">ابحث بالاسم أو رقم الموبايل، ثم Enter</label>
      <input id="customer-search" type="text" autocomplete="off" autofocus>
      <ul id="customer-list" aria-label="العملاء" hidden></ul>
    </div>
    <dl id="customer" class="figures" hidden></dl>
  </section>

  <div id="invoice" role="tabpanel" aria-labelledby="invoice-tab" class="columns">
    <section class="card" aria-labelledby="items-title">
      <h2 id="items-title">الأصناف</h2>
      <div class="combobox">
        <label for="product-search">ابحث بالاسم أو الكود أو الباركود، ثم Enter</label>
        <input id="product-search" type="text" autocomplete="off">
        <ul id="product-list" aria-label="الأصناف" hidden></ul>
      </div>
      <ol id="items"></ol>
      <p id="no-items" class="hint">لم يُضف أي صنف بعد.</p>
    </section>

    <section class="card" aria-labelledby="total-title">
      <h2 id="total-title">الحساب</h2>
      <div class="row">
        <label>الخصم <input id="discount-value" type="text" inputmode="decimal" placeholder="0" dir="ltr"></label>
        <label>نوع الخصم
          <select id="discount-type"><option value="percent">نسبة %</option><option value="amount">مبلغ</option></select>
        </label>
      </div>
      <fieldset>
        <legend>حالة الدفع</legend>
        <div class="choices">
          <label><input type="radio" name="status" value="paid" checked> مدفوعة</label>
          <label><input type="radio" name="status" value="partial"> جزئية</label>
          <label><input type="radio" name="status" value="pending"> آجلة</label>
        </div>
      </fieldset>
      <div id="invoice-payments"></div>
      <label>ملاحظات <input id="notes" type="text"></label>
      <dl id="totals" class="figures"></dl>
      <button type="button" id="save" class="main">حفظ الفاتورة</button>
    </section>
  </div>

  <div id="payment" role="tabpanel" aria-labelledby="payment-tab" hidden>
    <section class="card" aria-labelledby="payment-title">
      <h2 id="payment-title">تحصيل من العميل</h2>
      <label>تُسدَّد به <select id="target"></select></label>
      <div id="customer-payments"></div>
      <button type="button" id="take" class="main">تسجيل الدفعة</button>
    </section>
  </div>
</main>
<footer><a href="cart.php">السلال المعلقة</a></footer>

<template id="item-template">
  <li class="item">
    <p class="name"><bdi></bdi><small></small></p>
    <label>نوع السعر <select class="price-type"><option value="wholesale">جملة</option><option value="retail">قطاعي</option></select></label>
    <label>الكمية <input class="qty" type="text" inputmode="decimal" dir="ltr"></label>
    <label>سعر الوحدة <input class="price" type="text" inputmode="decimal" dir="ltr"></label>
    <p class="total">الإجمالي <output></output></p>
    <button type="button" class="remove">حذف</button>
  </li>
</template>

<template id="payments-template">
  <fieldset class="payments">
    <legend>المدفوع</legend>
    <div class="rows"></div>
    <button type="button" class="add">+ طريقة دفع أخرى</button>
    <label>إن زاد المدفوع
      <select class="overpayment">
        <option value="reject">لا يُقبل</option><option value="change">يُرد الباقي نقداً</option><option value="wallet">يُضاف إلى المحفظة</option>
      </select>
    </label>
  </fieldset>
</template>

<template id="payment-row-template">
  <div class="row money">
    <label>الطريقة
      <select class="method">
        <option value="cash">نقداً</option><option value="card">بطاقة</option><option value="bank_transfer">تحويل بنكي</option>
        <option value="check">شيك</option><option value="wallet">المحفظة</option>
      </select>
    </label>
    <label>المبلغ <input class="amount" type="text" inputmode="decimal" dir="ltr"></label>
    <button type="button" class="remove">حذف</button>
  </div>
</template>
</body>
</html>
