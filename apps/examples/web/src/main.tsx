import { createCashwrap, webStorage } from '@cashwrap/sdk';
import { CashwrapProvider } from '@cashwrap/sdk/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './style.css';

// All tabs of this till are one session, until somebody signs out.
const cashwrap = createCashwrap({ baseUrl: location.origin, storage: webStorage(localStorage) });
// The catalogue changes seldom: a product that was just found is not asked for again.
const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the till.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <CashwrapProvider client={cashwrap}>
        <App />
      </CashwrapProvider>
    </QueryClientProvider>
  </StrictMode>,
);
