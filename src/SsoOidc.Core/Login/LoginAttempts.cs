using SsoOidc.Cache;
using SsoOidc.Login.Flows;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Login;

/// <summary>Runs a login's flow, a second time with a new registration if the service no longer knows the cached one.</summary>
internal sealed class LoginAttempts
{
    private readonly LoginRun _run;
    private readonly ClientRegistrar _registrar;

    public LoginAttempts(LoginRun run, ClientRegistrar registrar)
    {
        _run = run;
        _registrar = registrar;
    }

    public async Task<(CachedRegistration Registration, CreateTokenResponse Token)> RunAsync(CancellationToken cancellationToken)
    {
        // Bound before the first call: a port that is in use should be known before a browser is open.
        using var listener = Listen();
        var (registration, isReused) = await RegisterAsync(anew: false, cancellationToken).ConfigureAwait(false);
        try
        {
            return (registration, await _run.Choice.Flow.RunAsync(_run, registration, listener, cancellationToken).ConfigureAwait(false));
        }
        catch (SsoOidcException e) when (isReused && LoginErrors.IsAboutRegistration(e))
        {
            (registration, _) = await RegisterAsync(anew: true, cancellationToken).ConfigureAwait(false);
        }
        catch (SsoOidcLoginException e) when (isReused && e.Failure == LoginFailure.TimedOut)
        {
            // A browser that shows "unknown client" never comes back to say so.
            _registrar.Forget(_run, registration.ClientId);
            throw;
        }

        listener?.Dispose();
        using var second = Listen();
        return (registration, await _run.Choice.Flow.RunAsync(_run, registration, second, cancellationToken).ConfigureAwait(false));
    }

    private LoopbackListener? Listen() =>
        _run.Choice.Flow.NeedsListener ? LoopbackListener.Start(_run.Options.RedirectPort, Pkce.CreateState(), _run.Time) : null;

    private Task<(CachedRegistration Registration, bool IsReused)> RegisterAsync(bool anew, CancellationToken cancellationToken) =>
        LoginErrors.ExplainAsync(_registrar.GetAsync(_run, anew, cancellationToken), _run.Target);
}
