// Generated from the contract by `pnpm gen`. Do not edit.
import type { Cashwrap } from '../../src/index.ts';

/** The example of each method. It is compiled, not run: its ids are of no server. */
export async function examples(cashwrap: Cashwrap): Promise<void> {
  {
    const answer = await cashwrap.auth.setup({
      setupToken: 'the-setup-token-of-the-log',
      merchantName: 'Another Shop',
      currency: 'EUR',
      owner: { username: 'second', name: 'Second Owner', password: 'cashwrap-demo' },
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.auth.register({ username: 'ada', name: 'New', password: 'cashwrap-demo' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.auth.login({ username: 'owner', password: 'cashwrap-demo' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.auth.pinLogin({ username: 'owner', pin: '4711' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.auth.refresh({ refreshToken: 'the-refresh-token-of-this-session' });
    console.log(answer);
  }
  {
    await cashwrap.auth.logout();
  }
  {
    await cashwrap.auth.logoutEverywhere();
  }
  {
    await cashwrap.auth.changePassword({ currentPassword: 'cashwrap-demo', newPassword: 'another-test-password' });
  }
  {
    await cashwrap.auth.setPin({ password: 'cashwrap-demo', pin: '4711' });
  }
  {
    const answer = await cashwrap.auth.sessions.list();
    console.log(answer);
  }
  {
    await cashwrap.auth.sessions.revoke({ id: '019cadc6-9a80-730f-855e-89db7ea5aaca' });
  }
  {
    const answer = await cashwrap.auth.me();
    console.log(answer);
  }
  {
    for await (const item of cashwrap.users.list({ search: 'o', active: true, limit: 10 })) console.log(item);
  }
  {
    const answer = await cashwrap.users.get({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.users.create({
      username: 'ada',
      name: 'Ada Cooper',
      password: 'cashwrap-demo',
      roles: [{ role: 'cashier', storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.users.update({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae', version: 1, name: 'Ada Cooper' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.users.deactivate({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.users.reactivate({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
    console.log(answer);
  }
  {
    await cashwrap.users.resetPassword({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae', password: 'a-password-for-once' });
  }
  {
    const answer = await cashwrap.users.resetPin({ id: '019cadc6-9a80-743b-8e09-d83f7b87f4ae' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.roles.list();
    console.log(answer);
  }
  {
    const answer = await cashwrap.roles.get({ id: '019cadc6-9a80-70ae-890a-6bb009780522' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.roles.create({ name: 'Trainer', permissions: ['sales.read', 'sales.create'] });
    console.log(answer);
  }
  {
    const answer = await cashwrap.roles.update({ id: '019cadc6-9a80-70ae-890a-6bb009780522', version: 1, name: 'Trainer' });
    console.log(answer);
  }
  {
    await cashwrap.roles.delete({ id: '019cadc6-9a80-70ae-890a-6bb009780522' });
  }
  {
    const answer = await cashwrap.permissions.list();
    console.log(answer);
  }
  {
    const answer = await cashwrap.apiKeys.create({
      name: 'Web shop',
      permissions: ['stores.read', 'products.read'],
      storeIds: ['019cadc6-9a80-7031-8bb3-d19463a961b4'],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.apiKeys.get({ id: '019cadc6-9a80-76e7-8899-6b9883e3d1a3' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.apiKeys.list({ sort: 'createdAt' })) console.log(item);
  }
  {
    const answer = await cashwrap.apiKeys.revoke({ id: '019cadc6-9a80-76e7-8899-6b9883e3d1a3' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.employees.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', search: 'assist', employed: true })) console.log(item);
  }
  {
    const answer = await cashwrap.employees.get({ id: '019cadc6-9a80-75c5-8b93-81b73a4788c8' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.employees.create({
      name: 'Ada Lovelace',
      position: 'Assistant',
      storeIds: ['019cadc6-9a80-7031-8bb3-d19463a961b4'],
      hiredOn: '2026-01-01',
      email: 'ada@example.com',
      note: 'Keys to the back door',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.employees.update({ id: '019cadc6-9a80-74a8-873f-6cdaf45cc739', version: 1, position: 'Team lead' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.employees.terminate({ id: '019cadc6-9a80-7c9e-8c74-6f2a70260432', version: 1, terminatedOn: '2026-06-30' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.employees.activity({ id: '019cadc6-9a80-75c5-8b93-81b73a4788c8' })) console.log(item);
  }
  {
    for await (const item of cashwrap.employees.sales({ id: '019cadc6-9a80-75c5-8b93-81b73a4788c8', businessDateFrom: '2020-01-01' })) console.log(item);
  }
  {
    const answer = await cashwrap.timecards.clockIn({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.startBreak();
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.endBreak();
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.clockOut();
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.current();
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.get({ id: '019cadc6-9a80-7c0f-8154-ee427dc584fc' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.timecards.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', open: false })) console.log(item);
  }
  {
    const answer = await cashwrap.timecards.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      employeeId: '019cadc6-9a80-75c5-8b93-81b73a4788c8',
      clockedInAt: '2026-01-02T03:27:00.000Z',
      clockedOutAt: '2026-01-02T03:28:00.000Z',
      reason: 'Forgot to clock in',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.update({ id: '019cadc6-9a80-7c0f-8154-ee427dc584fc', version: 2, reason: 'Seen' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.timecards.totals({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-01-01', to: '2026-12-31' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.stores.create({ name: 'Harbour Street', timeZone: 'Europe/Paris', pricesIncludeTax: false });
    console.log(answer);
  }
  {
    const answer = await cashwrap.stores.get({ id: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.stores.list({ limit: 10 })) console.log(item);
  }
  {
    const answer = await cashwrap.registers.create({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', name: 'Till 4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.registers.get({ id: '019cadc6-9a80-7b06-8146-f497e8ba6eb7' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.registers.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', kind: 'till' })) console.log(item);
  }
  {
    const answer = await cashwrap.registers.rename({ id: '019cadc6-9a80-700f-89af-b969b7736598', version: 1, name: 'Till 4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.registers.pair({ id: '019cadc6-9a80-700f-89af-b969b7736598' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.registers.retire({ id: '019cadc6-9a80-700f-89af-b969b7736598' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.taxCategories.create({ name: 'Books' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.taxCategories.update({ id: '019cadc6-9a80-73ee-8795-80c4f480f5bd', version: 1, name: 'Books' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.taxCategories.get({ id: '019cadc6-9a80-77a5-8b5f-5afc6d44d72a' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.taxCategories.list({ sort: '-name' })) console.log(item);
  }
  {
    const answer = await cashwrap.taxRates.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      taxCategoryId: '019cadc6-9a80-77a5-8b5f-5afc6d44d72a',
      name: 'City levy',
      percentage: 8.875,
      validFrom: '2026-01-01',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.taxRates.update({ id: '019cadc6-9a80-78fa-8fcf-0087cec8815f', version: 1, name: 'City levy' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.taxRates.get({ id: '019cadc6-9a80-7478-8ffc-f12f1295d3f1' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.taxRates.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', validOn: '2026-06-01' })) console.log(item);
  }
  {
    for await (const item of cashwrap.categories.list({ sort: '-name', limit: 10 })) console.log(item);
  }
  {
    const answer = await cashwrap.categories.get({ id: '019cadc6-9a80-79fd-839c-46bcab2673e8' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.categories.create({ name: 'Filter coffee', parentId: '019cadc6-9a80-79fd-839c-46bcab2673e8' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.categories.update({ id: '019cadc6-9a80-79fd-839c-46bcab2673e8', version: 1, name: 'Filter coffee' });
    console.log(answer);
  }
  {
    await cashwrap.categories.delete({ id: '019cadc6-9a80-7bab-8b3b-d2a00b76b74c' });
  }
  {
    const answer = await cashwrap.products.create({
      sku: 'TEA-100',
      name: 'Tea',
      taxCategoryId: '019cadc6-9a80-73ee-8795-80c4f480f5bd',
      price: 450,
      barcodes: ['5901234123457'],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.products.get({ id: '019cadc6-9a80-75c6-8ba2-1724c45af4ee' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.products.list({ search: 'coffee', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.products.update({ id: '019cadc6-9a80-7eb3-85e7-0fe0b148ec1a', version: 1, name: 'Gift wrapping, large' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.products.byBarcode({ code: '4006381333931' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.products.archive({ id: '019cadc6-9a80-7cb9-8e8b-c5c329045fb5', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.products.unarchive({ id: '019cadc6-9a80-7a82-82ff-619d8a249bfe', version: 2 });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.products.history({ id: '019cadc6-9a80-75c6-8ba2-1724c45af4ee' })) console.log(item);
  }
  {
    const answer = await cashwrap.products.label({ id: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', format: 'svg' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.products.import({ csv: 'sku,name,tax_category,price\r\nTEA-200,Tea,Standard,4.50\r\n', onError: 'skip' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.products.export({ status: 'active' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.customerGroups.list({ sort: '-name', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.customerGroups.get({ id: '019cadc6-9a80-7d1c-8347-021a6a9da08b' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customerGroups.create({ name: 'Regulars' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customerGroups.update({ id: '019cadc6-9a80-7d1c-8347-021a6a9da08b', version: 1, name: 'Regulars' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.customers.list()) console.log(item);
  }
  {
    const answer = await cashwrap.customers.get({ id: '019cadc6-9a80-7a43-874e-4b4bce7a7928' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.create({
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      phone: '+49 30 1234',
      groupIds: ['019cadc6-9a80-7d1c-8347-021a6a9da08b'],
      taxExempt: true,
      taxExemptReason: 'EX-4711',
      reference: 'K-1001',
      tags: ['regular'],
      company: 'Analytical Engines',
      taxId: 'DE123456789',
      birthday: '1985-12-10',
      note: 'Likes tea',
      address: { line1: 'St James’s Square 12', city: 'London', country: 'GB' },
      consents: [{ channel: 'post', granted: true, source: 'paper' }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.update({ id: '019cadc6-9a80-7add-8425-3935388355b6', version: 1, name: 'Ada Lovelace' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.archive({ id: '019cadc6-9a80-7a0c-8eea-86a5f64b3567', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.unarchive({ id: '019cadc6-9a80-7013-8a26-c05d5e77a0cc', version: 2 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.recordConsents({
      id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
      consents: [{ channel: 'email', granted: true, source: 'till' }],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.customers.consents({ id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee', channel: 'email' })) console.log(item);
  }
  {
    const answer = await cashwrap.customers.import({ csv: 'reference,name\r\nTEA-200,Ada\r\n', onError: 'skip' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.export({ status: 'active' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.storeCredit({ id: '019cadc6-9a80-7207-8b89-b0792d605a76' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.customers.storeCreditLedger({ id: '019cadc6-9a80-7e95-8264-e82d78b1256c', currency: 'EUR' })) console.log(item);
  }
  {
    const answer = await cashwrap.customers.adjustStoreCredit({
      id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      amount: 500,
      reason: 'Broken cup',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.loyalty({ id: '019cadc6-9a80-74e6-8f43-9562f9b519f6' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.customers.purchases({
      id: '019cadc6-9a80-792e-8023-7f0c2fce1566',
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      limit: 2,
    })) console.log(item);
  }
  {
    const answer = await cashwrap.customers.merge({
      id: '019cadc6-9a80-71f8-8726-5748d47def85',
      version: 1,
      mergedId: '019cadc6-9a80-7c57-8232-a0fb33ed6f50',
      mergedVersion: 1,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.erase({ id: '019cadc6-9a80-7b8e-81d1-77c6c4ae47fd', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.customers.personalData({ id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.loyaltyPrograms.list({ status: 'active', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.loyaltyPrograms.get({ id: '019cadc6-9a80-70e2-829b-9fa5e7325901' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.loyaltyPrograms.create({
      name: 'Fig club',
      enrolsAutomatically: false,
      tierGraceDays: 14,
      expiryMonths: 24,
      earning: { points: 2, perAmount: 100, excludedCategoryIds: ['019cadc6-9a80-79fd-839c-46bcab2673e8'] },
      redemption: { points: 100, amount: 500, minimumPoints: 100, maximumPercentage: 50 },
      tiers: [
        {
          id: '019cadc6-9a80-773a-8ee5-53853a0781fa',
          name: 'Gold',
          minimumPoints: 1000,
          multiplier: 1.5,
        },
      ],
      rewards: [
        {
          id: '019cadc6-9a80-7c75-89c5-7cd3d670577e',
          name: 'A coffee on us',
          points: 300,
          effect: {
            type: 'free_product',
            products: { productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'] },
          },
        },
      ],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.loyaltyPrograms.update({ id: '019cadc6-9a80-7cbc-841f-de1f64daf51b', version: 1, name: 'Fig club', redemption: null });
    console.log(answer);
  }
  {
    const answer = await cashwrap.loyaltyPrograms.activate({ id: '019cadc6-9a80-7e22-8ea8-fc9659b2b59f', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.loyaltyPrograms.end({ id: '019cadc6-9a80-7149-8f3d-aa36db9173c0', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.loyalty.enrol({ id: '019cadc6-9a80-76d1-8146-ad28f5ec7eee' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.loyalty.adjust({ id: '019cadc6-9a80-775a-8bea-e589a6f611c4', points: 50, reason: 'For the long wait' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.loyalty.ledger({ id: '019cadc6-9a80-775a-8bea-e589a6f611c4', kind: 'adjust', limit: 5 })) console.log(item);
  }
  {
    for await (const item of cashwrap.giftCards.list()) console.log(item);
  }
  {
    const answer = await cashwrap.giftCards.get({ id: '019cadc6-9a80-7e41-8738-8bbbddcb7899' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.giftCards.lookup({ code: '9123 4567 8901 2348' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.giftCards.issue({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', code: 'FERN-4711', note: 'Box' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.giftCards.update({ id: '019cadc6-9a80-7475-8fec-3c323d8f3451', version: 2, note: 'Found' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.giftCards.block({ id: '019cadc6-9a80-7f3b-834f-6b1823d739f8', version: 2, reason: 'Reported lost' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.giftCards.unblock({ id: '019cadc6-9a80-72c7-8ff9-4fb60a8aa2e7', version: 3 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.giftCards.adjust({ id: '019cadc6-9a80-7e41-8738-8bbbddcb7899', amount: 100, reason: 'Loaded too little' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.giftCards.ledger({ id: '019cadc6-9a80-7e41-8738-8bbbddcb7899', kind: 'load', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.giftCards.liability();
    console.log(answer);
  }
  {
    for await (const item of cashwrap.priceLists.list()) console.log(item);
  }
  {
    const answer = await cashwrap.priceLists.get({ id: '019cadc6-9a80-77b4-8543-ec5c8906beeb' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.priceLists.create({
      name: 'Summer prices',
      currency: 'EUR',
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      customerGroupId: '019cadc6-9a80-7d1c-8347-021a6a9da08b',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.priceLists.update({ id: '019cadc6-9a80-71c3-84b5-f7831093f6fa', version: 1, name: 'Summer prices', endsOn: null });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.priceLists.entries({ id: '019cadc6-9a80-7d68-8a5c-4d1245a35af6', limit: 2 })) console.log(item);
  }
  {
    const answer = await cashwrap.priceLists.setPrices({
      id: '019cadc6-9a80-77b4-8543-ec5c8906beeb',
      prices: [
        { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', unitPrice: 293 },
        { productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', minQuantity: 2.5, unitPrice: null },
      ],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.priceLists.import({
      id: '019cadc6-9a80-77b4-8543-ec5c8906beeb',
      csv: 'sku,min_quantity,unit_price\r\nCOF-250,305,5.99\r\n',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.priceLists.export({ id: '019cadc6-9a80-77b4-8543-ec5c8906beeb' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.discounts.list({ status: 'active', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.discounts.get({ id: '019cadc6-9a80-7f20-8bcb-d31bfc0757ba' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.discounts.create({
      name: 'Coffee week',
      code: 'COFFEE10',
      effect: { type: 'percentage', percentage: 12.5, target: 'line' },
      products: { productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'] },
      conditions: {
        weekdays: [1, 2],
        storeIds: ['019cadc6-9a80-7031-8bb3-d19463a961b4'],
        customerGroupIds: ['019cadc6-9a80-7d1c-8347-021a6a9da08b'],
      },
      stacking: 'exclusive',
      priority: 5,
      usageLimit: 100,
      usageLimitPerCustomer: 1,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.discounts.update({
      id: '019cadc6-9a80-73ed-852b-0127fd791dc4',
      version: 1,
      name: 'Coffee week',
      effect: { type: 'quantity_tiers', tiers: [{ minQuantity: 3, percentage: 10 }] },
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.discounts.archive({ id: '019cadc6-9a80-74a8-8131-1fa70948bd99', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.discounts.evaluate({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 2 }],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.levels({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
    })) console.log(item);
  }
  {
    for await (const item of cashwrap.inventory.movements({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.adjust({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      reason: 'found',
      note: 'Behind the shelf',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 2, unitCost: 340 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.revalue({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      note: 'The invoice was wrong',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', unitCost: 312 }],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.adjustments({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', reason: 'opening_stock' })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.adjustment({ id: '019cadc6-9a80-7d13-8c61-bbabe5631324' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.moveDamaged({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      action: 'set_aside',
      note: 'Dropped',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1 }],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.damagedMovements({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.import({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      csv: 'sku,quantity,unit_cost\r\nAPL,12.5,1.20\r\nTEA-900,1,\r\n',
      onError: 'skip',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.export({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.setReorderPoints({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      points: [
        { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', point: 5, quantity: 314 },
        { productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', point: null },
      ],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.reorder({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', salesDays: 14, coverDays: 10, limit: 2 })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.orderSuggested({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      supplierIds: ['019cadc6-9a80-762d-8911-4e0ae68f7fec'],
      productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.suppliers.list({
      search: 'seeded',
      productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301',
      status: 'active',
      sort: '-createdAt',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.suppliers.get({ id: '019cadc6-9a80-7f57-8cba-7fd3648a1f8e' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.suppliers.create({
      name: 'Roasters',
      code: 'ROAST-1',
      email: 'orders@example.com',
      currency: 'EUR',
      contacts: [{ name: 'Grace Hopper', role: 'Sales', email: null, phone: '+49 30 1234' }],
      address: { line1: 'Harbour 1', city: 'Hamburg', country: 'DE' },
      website: 'https://example.com/',
      paymentTermDays: 30,
      leadTimeDays: 5,
      minimumOrderValue: 10000,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.suppliers.update({ id: '019cadc6-9a80-7a66-8c2b-ef6a8c3a752e', version: 1, name: 'Roasters', terms: 'Ex works' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.suppliers.archive({ id: '019cadc6-9a80-7b65-8931-737ea84948e8', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.suppliers.unarchive({ id: '019cadc6-9a80-758b-8bcc-650d400fee13', version: 2 });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.suppliers.products({
      id: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.suppliers.setProducts({
      id: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      products: [
        {
          productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
          supplierSku: 'NST-55',
          packSize: 6,
          cost: 327,
          leadTimeDays: 3,
          minimumOrder: 12,
          preferred: true,
        },
      ],
      remove: ['019cadc6-9a80-7eb3-85e7-0fe0b148ec1a'],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.purchaseOrders.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301',
      status: 'draft',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.get({ id: '019cadc6-9a80-7b3d-8e97-9e7311da9124' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      expectedOn: '2026-12-01',
      note: 'Order',
      lines: [
        { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 12, unitCost: 340 },
        { productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 2.5, unitCost: 120 },
      ],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.update({
      id: '019cadc6-9a80-7df8-8f61-87fd54ddc958',
      version: 1,
      note: 'Ring twice',
      expectedOn: '2026-12-24',
      lines: [{ productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 7.5, unitCost: 110 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.order({ id: '019cadc6-9a80-7c14-8477-360255181c6d', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.receive({
      id: '019cadc6-9a80-79bd-832e-031aeeb49a23',
      deliveryNote: 'LS-20871',
      freight: 90,
      discount: 20,
      note: 'Left box wet',
      lines: [
        {
          productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
          quantity: 3,
          damaged: 1,
          unitCost: 345,
        },
      ],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.cancel({ id: '019cadc6-9a80-7940-8265-4314be82411c', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.cancelRest({
      id: '019cadc6-9a80-7cf3-8a34-ea343226f39e',
      version: 2,
      productIds: ['019cadc6-9a80-75c6-8ba2-1724c45af4ee'],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.purchaseOrders.document({ id: '019cadc6-9a80-7b3d-8e97-9e7311da9124' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.goodsReceipts.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      purchaseOrderId: '019cadc6-9a80-79bd-832e-031aeeb49a23',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.goodsReceipts.get({ id: '019cadc6-9a80-727a-8f88-d2025a01abc0' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.supplierReturns.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      goodsReceiptId: '019cadc6-9a80-727a-8f88-d2025a01abc0',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.supplierReturns.get({ id: '019cadc6-9a80-76bf-8353-f17ee688914c' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.supplierReturns.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      supplierId: '019cadc6-9a80-762d-8911-4e0ae68f7fec',
      goodsReceiptId: '019cadc6-9a80-727a-8f88-d2025a01abc0',
      reason: 'damaged',
      reference: 'RMA-77',
      note: 'Collected by the driver',
      lines: [
        {
          productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
          quantity: 1,
          from: 'damaged',
          unitCredit: 345,
        },
        { productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, from: 'on_hand' },
      ],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.transfers.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      direction: 'out',
      productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
      status: 'draft',
    })) console.log(item);
  }
  {
    for await (const item of cashwrap.inventory.transfers.destinations({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', sort: '-name' })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.transfers.get({ id: '019cadc6-9a80-7732-851d-c4b4a8225d4a' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.transfers.create({
      fromStoreId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      toStoreId: '019cadc6-9a80-7f82-8059-2ec09a650781',
      expectedOn: '2026-12-24',
      note: 'Van',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.transfers.update({
      id: '019cadc6-9a80-7cec-8628-986c4af08f5c',
      version: 1,
      note: 'Lorry',
      lines: [{ productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 2.5 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.transfers.send({ id: '019cadc6-9a80-77fd-8fac-cbfb106b00ae', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.transfers.receive({
      id: '019cadc6-9a80-7732-851d-c4b4a8225d4a',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, damaged: 1 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.transfers.close({ id: '019cadc6-9a80-7263-86eb-ef3085fc85c5', version: 2, outcome: 'returned' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.transfers.cancel({ id: '019cadc6-9a80-7a6d-8fcb-5bd9a0b32fa9', version: 1 });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.stocktakes.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', status: 'counting' })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.get({ id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      name: 'Yearly count',
      blind: false,
      note: 'Back room too',
      categoryIds: ['019cadc6-9a80-79fd-839c-46bcab2673e8'],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.update({ id: '019cadc6-9a80-77df-801a-fb7fd829779c', version: 1, name: 'Yearly count', blind: false });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.start({ id: '019cadc6-9a80-7c4c-8d93-efd569788af5', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.count({
      id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea',
      area: 'Filter coffee',
      lines: [{ productId: '019cadc6-9a80-71cc-8731-0a7a6fbbc301', quantity: 2.5 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.uncount({
      id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea',
      productIds: ['019cadc6-9a80-71cc-8731-0a7a6fbbc301'],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.inventory.stocktakes.lines({ id: '019cadc6-9a80-71f5-8e0b-1e33d823f721', limit: 2 })) console.log(item);
  }
  {
    for await (const item of cashwrap.inventory.stocktakes.uncounted({ id: '019cadc6-9a80-714e-8e27-7dde0bf5c1ea', search: 'app', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.review({ id: '019cadc6-9a80-7708-8a26-85d940fe99ca', version: 2 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.apply({ id: '019cadc6-9a80-7a4d-8a99-1eca4736d0f4', version: 3 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.inventory.stocktakes.cancel({ id: '019cadc6-9a80-786d-8267-c020bf373413', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.open({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-776b-89cf-1058d7527744',
      note: 'Morning',
      openingFloat: { denominations: [{ value: 5000, count: 2 }] },
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.current({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.get({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.shifts.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', status: 'open' })) console.log(item);
  }
  {
    const answer = await cashwrap.shifts.addCashMovement({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53', kind: 'paid_out', amount: 250, reason: 'Milk' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.shifts.cashMovements({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53', kind: 'paid_in' })) console.log(item);
  }
  {
    const answer = await cashwrap.shifts.cashMovement({ id: '019cadc6-9a80-704c-8f52-debb6038054f' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.xReport({ id: '019cadc6-9a80-7d41-86ba-f6232dd0fa53' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.close({ id: '019cadc6-9a80-7998-8bbd-ac72e6fd9570', version: 1, cash: { amount: 10000 } });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.forceClose({ id: '019cadc6-9a80-771b-83c6-dcbdf9126a4a', version: 1, reason: 'Forgotten' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.zReport({ id: '019cadc6-9a80-77a5-851e-5ba9ef99416e' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.shifts.cashUp({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', businessDate: '2026-02-28' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.quote({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 2 }],
      discounts: [{ type: 'percentage', name: 'Neighbour', percentage: 10 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1 }],
      payments: [{ method: 'cash', tendered: 100000 }],
      note: 'No bag, please',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.get({ id: '019cadc6-9a80-74ca-8fa2-bbc5a8f7847e' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.sales.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.sales.receipt({ id: '019cadc6-9a80-74ca-8fa2-bbc5a8f7847e', format: 'json' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.byNumber({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      number: 1,
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.sales.listOpen({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      status: 'open',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.sales.update({ id: '019cadc6-9a80-7ea3-83f9-0e48756950d8', version: 1, note: 'Gift wrapping' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.addLine({
      id: '019cadc6-9a80-7f91-81cb-ecb2baaf0a69',
      version: 1,
      productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee',
      quantity: 1,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.updateLine({
      id: '019cadc6-9a80-757d-8619-a2932d637674',
      lineId: '019cadc6-9a80-762a-82d5-980d5fc0be82',
      version: 1,
      quantity: 2,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.removeLine({
      id: '019cadc6-9a80-72ba-8ec8-7f414b223a3c',
      lineId: '019cadc6-9a80-7407-8463-5d978128da26',
      version: 1,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.park({ id: '019cadc6-9a80-7895-8bf5-90f7d65f9367', version: 1, name: 'Mrs Smith' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.resume({
      id: '019cadc6-9a80-7e34-813c-d22816af10e2',
      version: 2,
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.complete({ id: '019cadc6-9a80-7b3f-82c4-8325ffd4739c', version: 1 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.addPayment({
      id: '019cadc6-9a80-76da-86d3-b0c14bbe7d44',
      version: 1,
      payment: { method: 'cash', tendered: 1000 },
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.removePayment({
      id: '019cadc6-9a80-79b1-8d87-c2f6588aabdf',
      version: 2,
      paymentId: '019cadc6-9a80-7d53-8d13-c2c7ccc3567a',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.cancel({ id: '019cadc6-9a80-758a-8885-f473eb57237f', version: 1, reason: 'The customer has left' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.void({ id: '019cadc6-9a80-7591-8843-16e8bb7fe5b0', reason: 'Rung up twice' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.sales.ingest({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      sales: [
        {
          id: '019cadc6-9a80-7257-812d-db51a7d178ab',
          registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
          tillReference: 'T-000128',
          occurredAt: '2026-03-02T09:00:06.000Z',
          lines: [{ productId: '019cadc6-9a80-7eb3-85e7-0fe0b148ec1a', quantity: 1 }],
          payments: [{ method: 'cash', tendered: 150 }],
          shown: { total: 150, lineTotals: [150] },
        },
      ],
    });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.saleFlags.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', kind: 'uncollected', status: 'open' })) console.log(item);
  }
  {
    const answer = await cashwrap.saleFlags.resolve({ id: '019cadc6-9a80-7ea3-84af-b67d831ee77c', resolution: 'Paid the next day' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.returns.quote({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      saleId: '019cadc6-9a80-7284-8163-01eb6a5ffff2',
      lines: [{ saleLineId: '019cadc6-9a80-787b-8f88-7da74cfd873a', quantity: 2 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.returns.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      saleId: '019cadc6-9a80-7284-8163-01eb6a5ffff2',
      reason: 'Too small',
      lines: [{ saleLineId: '019cadc6-9a80-787b-8f88-7da74cfd873a', quantity: 1 }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.returns.quoteWithoutReceipt({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      customerId: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, disposition: 'damaged' }],
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.returns.createWithoutReceipt({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      customerId: '019cadc6-9a80-76d1-8146-ad28f5ec7eee',
      lines: [{ productId: '019cadc6-9a80-75c6-8ba2-1724c45af4ee', quantity: 1, disposition: 'damaged' }],
      reason: 'No receipt',
      note: 'Unopened',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.returns.get({ id: '019cadc6-9a80-757f-8500-faa0119c572a' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.returns.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      kind: 'return',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.returns.retryRefund({ id: '019cadc6-9a80-7143-8de0-f6356479025b', refundId: '019cadc6-9a80-7cc7-84f2-4774a841ac77' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.returns.receipt({ id: '019cadc6-9a80-757f-8500-faa0119c572a', format: 'json' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.exchanges.create({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      return: {
        saleId: '019cadc6-9a80-7284-8163-01eb6a5ffff2',
        reason: 'Torn',
        lines: [{ saleLineId: '019cadc6-9a80-787b-8f88-7da74cfd873a', quantity: 1 }],
      },
      sale: {
        lines: [{ productId: '019cadc6-9a80-7eb3-85e7-0fe0b148ec1a', quantity: 1 }],
        payments: [{ method: 'cash', tendered: 100000 }],
      },
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.exchanges.get({ id: '019cadc6-9a80-7424-88e3-1102e358d556' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.payments.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      method: 'cash',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.payments.get({ id: '019cadc6-9a80-7630-89b6-a4c10e9d2e78' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.payments.capture({ id: '019cadc6-9a80-7a93-80ec-c03f89c08a7a' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.payments.void({ id: '019cadc6-9a80-7ac1-89b9-e81cb71a5355' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.payments.providers();
    console.log(answer);
  }
  {
    for await (const item of cashwrap.transactions.list({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      registerId: '019cadc6-9a80-7b06-8146-f497e8ba6eb7',
      kind: 'sale',
      method: 'cash',
    })) console.log(item);
  }
  {
    const answer = await cashwrap.transactions.get({ id: '019cadc6-9a80-7f96-84ec-5fd9406b3914' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.transactions.totals({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      businessDateFrom: '2026-02-23',
      businessDateTo: '2026-03-01',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.salesSummary({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-23',
      to: '2026-03-01',
      groupBy: 'day',
      compareTo: 'previous_period',
      limit: 2,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.topProducts({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-23',
      to: '2026-03-01',
      limit: 3,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.payments({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.taxes({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.discounts({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.refunds({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-01',
      to: '2026-02-28',
      groupBy: 'kind',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.profitAndLoss({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-01',
      to: '2026-02-28',
      compareTo: 'previous_period',
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.inventoryValuation({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', asOf: '2026-02-28', limit: 2 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.stockLevels({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 2 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.lowStock({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 2 });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.stockTurnover({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-01',
      to: '2026-02-28',
      limit: 2,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.customers({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-23',
      to: '2026-03-01',
      limit: 2,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.loyalty({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-01', to: '2026-02-28' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.employees({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', from: '2026-02-23', to: '2026-03-01' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.shifts({
      storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4',
      from: '2026-02-23',
      to: '2026-03-01',
      limit: 2,
    });
    console.log(answer);
  }
  {
    const answer = await cashwrap.reports.dashboard({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.settings.get();
    console.log(answer);
  }
  {
    const answer = await cashwrap.settings.update({ version: 1, name: 'Corner Shop' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.settings.getStore({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.settings.updateStore({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', version: 1, phone: '030 393' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.settings.history({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', limit: 5 })) console.log(item);
  }
  {
    for await (const item of cashwrap.notifications.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', kind: 'low_stock', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.notifications.unreadCount({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.notifications.preferences();
    console.log(answer);
  }
  {
    const answer = await cashwrap.notifications.setPreferences({ sale_flagged: false, drawer_variance: true });
    console.log(answer);
  }
  {
    const answer = await cashwrap.notifications.markRead({ ids: ['019cadc6-9a80-752d-87f4-17790679eb18'] });
    console.log(answer);
  }
  {
    const answer = await cashwrap.notifications.markAllRead({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.events.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', types: ['sale.completed'], limit: 5 })) console.log(item);
  }
  {
    for await (const message of cashwrap.events.subscribe()) console.log(message);
  }
  {
    for await (const item of cashwrap.auditLog.list({ storeId: '019cadc6-9a80-7031-8bb3-d19463a961b4', action: 'registers.create', limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.auditLog.verify();
    console.log(answer);
  }
  {
    const answer = await cashwrap.approvals.create({ approvalRequestId: '019cadc6-9a80-73a6-8be0-b6176b184727' });
    console.log(answer);
  }
  {
    const answer = await cashwrap.approvals.get({ id: '019cadc6-9a80-7c1f-84b7-7358ffb04833' });
    console.log(answer);
  }
  {
    for await (const item of cashwrap.approvals.requests.list({ limit: 5 })) console.log(item);
  }
  {
    const answer = await cashwrap.approvals.requests.get({ id: '019cadc6-9a80-73a6-8be0-b6176b184727' });
    console.log(answer);
  }
}
