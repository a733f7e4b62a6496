<?php
// The page: a small till with one panel for each thing a cashier does. till.js and the module of each panel do the rest.
declare(strict_types=1);

require __DIR__ . '/page.php';

begin_html('نقطة البيع', 'till.js');
?>
<body>
<header>
  <h1><?= htmlspecialchars(shop_name()) ?></h1>
  <div role="tablist" aria-label="العملية">
    <button type="button" role="tab" id="sale-tab" aria-controls="sale" aria-selected="true">بيع</button>
    <button type="button" role="tab" id="drafts-tab" aria-controls="drafts" aria-selected="false" tabindex="-1">معلّقة</button>
    <button type="button" role="tab" id="returns-tab" aria-controls="returns" aria-selected="false" tabindex="-1">مرتجع</button>
    <button type="button" role="tab" id="account-tab" aria-controls="account" aria-selected="false" tabindex="-1">حساب عميل</button>
    <button type="button" role="tab" id="shift-tab" aria-controls="shift" aria-selected="false" tabindex="-1">الوردية</button>
  </div>
  <p id="shift-state" role="status"></p>
</header>

<main>
  <section id="answer" tabindex="-1" aria-live="polite" hidden></section>
<?php
foreach (['sale', 'drafts', 'returns', 'account', 'shift', 'templates'] as $panel) {
    require __DIR__ . "/panels/$panel.html";
}
?>
</main>
<section id="paper" aria-hidden="true"></section>
</body>
</html>
