using SsoOidc.Cache;
using SsoOidc.Login.Browser;
using SsoOidc.Login.Flows;

namespace SsoOidc.Login;

/// <summary>The login of a person. The caller holds the session's lock.</summary>
internal sealed class PersonLogin
{
    private readonly LoginServices _services;
    private readonly TokenRefresher _refresher;

    public PersonLogin(LoginServices services, TokenRefresher refresher)
    {
        _services = services;
        _refresher = refresher;
    }

    /// <summary>The token of a new login, saved. With <see cref="LoginOptions.Force"/> the old session is then ended.</summary>
    public async Task<CachedToken> LogInAsync(SessionFile file, CachedToken? old, LoginOptions options, CancellationToken cancellationToken)
    {
        var target = file.Target;
        RequireSomebody(target, options);
        var choice = FlowChoice.Of(options, _services.Environment);
        using var place = file.Reserve(out _);
        using var client = _refresher.CreateClient(target);
        if (choice.Flow.NeedsListener && BrowserLauncher.WhyUnsafe(client.Endpoint.AbsoluteUri) is { } danger)
            throw new SsoOidcConfigurationException($"The login page of the endpoint {client.Endpoint.Authority} is not to be opened: {danger}. Use an https endpoint, or log in with a code: `UseDeviceCode`.");
        var run = new LoginRun
        {
            Target = target,
            Options = options,
            Choice = choice,
            Client = client,
            Environment = _services.Environment,
            Ui = _services.Ui,
            OpenBrowser = _services.OpenBrowser,
            RefusedClientId = _refresher.RefusedClientId,
        };
        var (registration, response) = await new LoginAttempts(run, new ClientRegistrar(_services.Cache)).RunAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(response.AccessToken))
            throw new SsoOidcResponseException("The service answered without an accessToken. Check the endpoint.") { Metadata = response.Metadata };
        var now = _services.Time.GetUtcNow();
        var expiresAt = response.ExpiresAt ?? now;
        var token = new CachedToken
        {
            StartUrl = target.StartUrl,
            Region = target.Region,
            AccessToken = response.AccessToken!,
            ExpiresAt = expiresAt,
            ClientId = registration.ClientId,
            ClientSecret = registration.ClientSecret,
            RegistrationExpiresAt = registration.ExpiresAt,
            RefreshToken = response.RefreshToken,
            LoggedInAt = now,
            LoginFlow = choice.Flow.Name,
            SessionName = target.SessionName,
            Scopes = target.ConfiguredScopes,
            IssuedAt = expiresAt - now < options.MinimumRemaining ? now : null,
        };
        var isKept = await file.SaveAsync(token, place).ConfigureAwait(false);
        if (options.Force && old is not null)
            await EndAsync(target, old, isKept, cancellationToken).ConfigureAwait(false);
        return token;
    }

    // Before anybody could wait for an answer that nobody gives.
    private void RequireSomebody(LoginTarget target, LoginOptions options)
    {
        if (options.Flow is not null || options.Browser is not null || options.HasPromptHandler)
            return;
        if ((options.NonInteractiveReason ?? _services.Environment.UnattendedReason()) is { } reason)
            throw LoginErrors.NotInteractive(reason, target);
    }

    // Only now, with the new token in hand: a login that fails or is given up leaves the old session as it was.
    private async Task EndAsync(LoginTarget target, CachedToken old, bool isReplaced, CancellationToken cancellationToken)
    {
        if (!isReplaced)
        {
            _services.Ui.Warn($"The old session {target.Display} was not ended, since its token is still the one in the cache.");
            return;
        }

        var logout = await _refresher.EndAsync(target, old, file: null, cancellationToken).ConfigureAwait(false);
        if (!logout.IsOver)
            _services.Ui.Warn($"The session {target.Display} could not be ended at the service ({logout.Reason}); the new login may inherit its end.");
    }
}
