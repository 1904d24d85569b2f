import { useCashwrap } from '@cashwrap/sdk/react';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Problem } from './problem.tsx';

export function SignIn() {
  const cashwrap = useCashwrap();
  const login = useMutation(cashwrap.auth.login.mutationOptions());
  // Not the form's `action`, after which React empties the form: a wrong password is typed again, the name is not.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    login.mutate({ username: String(form.get('username')), password: String(form.get('password')) });
  };
  return (
    <main className="centred">
      <form className="card stack" onSubmit={submit}>
        <h1>Sign in</h1>
        <label>
          User name
          <input name="username" autoComplete="username" autoCapitalize="none" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <Problem error={login.error} />
        <button type="submit" className="primary" disabled={login.isPending}>
          {login.isPending ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
