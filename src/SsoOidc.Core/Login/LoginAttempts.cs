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
        var state = Pkce.CreateState();
        using var listener = _run.Choice.Flow == LoginFlowKind.Pkce ? LoopbackListener.Start(_run.Options.RedirectPort, state, _run.Time) : null;
        var (registration, isReused) = await RegisterAsync(anew: false, cancellationToken).ConfigureAwait(false);
        try
        {
            return (registration, await RunAsync(registration, listener, state, cancellationToken).ConfigureAwait(false));
        }
        catch (SsoOidcException e) when (isReused && LoginErrors.IsAboutRegistration(e))
        {
            (registration, _) = await RegisterAsync(anew: true, cancellationToken).ConfigureAwait(false);
        }
        catch (SsoOidcLoginException e) when (isReused && e.Failure == LoginFailure.TimedOut)
        {
            // A browser that shows "unknown client" never comes back to say so.
            _registrar.Forget(_run);
            throw;
        }

        listener?.Dispose();
        state = Pkce.CreateState();
        using var second = listener is null ? null : LoopbackListener.Start(_run.Options.RedirectPort, state, _run.Time);
        return (registration, await RunAsync(registration, second, state, cancellationToken).ConfigureAwait(false));
    }

    private Task<(CachedRegistration Registration, bool IsReused)> RegisterAsync(bool anew, CancellationToken cancellationToken) =>
        LoginErrors.ExplainAsync(_registrar.GetAsync(_run, anew, cancellationToken), _run.Target);

    private Task<CreateTokenResponse> RunAsync(
        CachedRegistration registration, LoopbackListener? listener, string state, CancellationToken cancellationToken) =>
        listener is null
            ? DeviceCodeGrant.RunAsync(_run, registration, cancellationToken)
            : AuthorizationCodeGrant.RunAsync(_run, registration, listener, state, cancellationToken);
}
