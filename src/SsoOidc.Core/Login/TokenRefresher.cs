using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Http;
using SsoOidc.Login.Flows;
using SsoOidc.Portal;

namespace SsoOidc.Login;

/// <summary>Refreshes, saves and ends the token of a session. The caller holds the session's lock.</summary>
internal sealed class TokenRefresher
{
    private readonly LoginServices _services;

    public TokenRefresher(LoginServices services) => _services = services;

    /// <summary>The client id that the service refused, if one was.</summary>
    public string? RefusedClientId { get; private set; }

    public SsoOidcClient CreateClient(LoginTarget target)
    {
        var options = _services.ClientOptions(target) with { TimeProvider = _services.Time };
        return new SsoOidcClient(options.HttpMessageHandler is { } handler ? options with { HttpMessageHandler = new SharedHandler(handler) } : options);
    }

    /// <summary>A new token, saved.</summary>
    /// <exception cref="SsoOidcLoginException">A login is needed.</exception>
    /// <exception cref="SsoOidcException">The service refused, or did not answer.</exception>
    public async Task<CachedToken> RefreshAsync(LoginTarget target, CachedToken token, CancellationToken cancellationToken)
    {
        if (!token.CanRefresh(_services.Time.GetUtcNow()))
            throw LoginErrors.LoginRequired($"The token of the session {target.Display} cannot be refreshed: {WhyNot(token)}.", target);

        try
        {
            var refreshed = await CallAsync(target, token, cancellationToken).ConfigureAwait(false);
            await SaveAsync(target, refreshed).ConfigureAwait(false);
            return refreshed;
        }
        catch (SsoOidcException e) when (EndsSession(e))
        {
            throw LoginErrors.LoginRequired($"The session {target.Display} is over ({Shown.Clean(e.Message)}).", target, e);
        }
    }

    /// <summary>
    /// A new token, or the old one while it is valid and the service cannot be reached. Null when only a login helps.
    /// </summary>
    /// <exception cref="SsoOidcException">The service did not answer, and the token has expired.</exception>
    public async Task<(CachedToken Token, SsoOidcSessionSource Source)?> RefreshOrKeepAsync(
        LoginTarget target, CachedToken token, CancellationToken cancellationToken)
    {
        if (!token.CanRefresh(_services.Time.GetUtcNow()))
            return null;

        try
        {
            var refreshed = await CallAsync(target, token, cancellationToken).ConfigureAwait(false);
            await SaveAsync(target, refreshed).ConfigureAwait(false);
            return (refreshed, SsoOidcSessionSource.Refreshed);
        }
        catch (SsoOidcException e) when (EndsSession(e))
        {
            RefusedClientId = LoginErrors.IsAboutRegistration(e) ? token.ClientId : null;
            return null;
        }
        catch (SsoOidcException e) when (token.ExpiresAt > _services.Time.GetUtcNow())
        {
            var left = LoginErrors.Minutes(token.ExpiresAt - _services.Time.GetUtcNow());
            _services.Ui.Warn($"The token of the session {target.Display} could not be refreshed ({Shown.Clean(e.Message)}); the present one is valid for {left} more.");
            return (token, SsoOidcSessionSource.Cache);
        }
    }

    /// <summary>Ends the session at the service. An access token that has expired is refreshed for it: a refresh token must not live on.</summary>
    public async Task<LogoutResult> EndAsync(LoginTarget target, CachedToken token, CancellationToken cancellationToken)
    {
        var now = _services.Time.GetUtcNow();
        try
        {
            if (token.ExpiresAt <= now && !token.CanRefresh(now))
                return new LogoutResult(true, "the token had expired already");
            var live = token.ExpiresAt > now ? token : await CallAsync(target, token, cancellationToken).ConfigureAwait(false);
            var options = _services.ClientOptions(target);
            var portal = PortalClient.EndpointOf(target.Region, _services.PortalEndpoint, options.UseFips, _services.UseDualStack, target.IsDualStack);
            return await new PortalClient(portal, options).LogoutAsync(live.AccessToken, cancellationToken).ConfigureAwait(false);
        }
        catch (SsoOidcException e)
        {
            return EndsSession(e) ? new(true, "the session was over already") : new(false, Shown.Clean(e.Message));
        }
        catch (SsoOidcConfigurationException e)
        {
            return new(false, e.Message);
        }
    }

    /// <summary>Saves a token, or warns: the login is good without the file.</summary>
    public async Task SaveAsync(LoginTarget target, CachedToken token)
    {
        if (await _services.Cache.SaveTokenAsync(target.CacheKey, token).ConfigureAwait(false) is { } problem)
            _services.Ui.Warn($"The token was not saved, so other tools and the next shell cannot use it: {Shown.Clean(problem)}");
    }

    // The session has ended, or its client has: both need a login.
    private static bool EndsSession(SsoOidcException e) =>
        e is InvalidGrantException or InvalidClientException or UnauthorizedClientException or ExpiredTokenException or AccessDeniedException;

    private static string WhyNot(CachedToken token) =>
        token.RefreshToken is null ? "it has no refresh token (a session has one when its scopes include sso:account:access)"
        : token.ClientId is null || token.ClientSecret is null ? "its file lacks the client registration"
        : "its client registration has expired";

    private async Task<CachedToken> CallAsync(LoginTarget target, CachedToken token, CancellationToken cancellationToken)
    {
        using var client = CreateClient(target);
        var response = await client.CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = token.ClientId,
                ClientSecret = token.ClientSecret,
                GrantType = GrantTypes.RefreshToken,
                RefreshToken = token.RefreshToken,
            },
            cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(response.AccessToken)
            ? throw new SsoOidcResponseException("The service refreshed the token without an accessToken. Check the endpoint.") { Metadata = response.Metadata }
            : token.Renewed(response.AccessToken!, response.ExpiresAt ?? _services.Time.GetUtcNow(), response.RefreshToken);
    }
}
