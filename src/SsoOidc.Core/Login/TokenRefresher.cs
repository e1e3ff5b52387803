using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Endpoints;
using SsoOidc.Http;
using SsoOidc.Login.Flows;
using SsoOidc.Portal;

namespace SsoOidc.Login;

/// <summary>Refreshes and ends the token of a session. The caller holds the session's lock.</summary>
internal sealed class TokenRefresher
{
    private readonly LoginServices _services;

    public TokenRefresher(LoginServices services) => _services = services;

    /// <summary>The client id that the service refused, if one was.</summary>
    public string? RefusedClientId { get; private set; }

    /// <summary>What the service said when it took a session for over; null when it did not.</summary>
    public string? WhyOver { get; private set; }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public SsoOidcClient CreateClient(LoginTarget target)
    {
        var options = _services.ClientOptions(target) with { TimeProvider = _services.Time };
        var client = new SsoOidcClient(options.HttpMessageHandler is { } handler ? options with { HttpMessageHandler = new SharedHandler(handler) } : options);
        WarnOf(client.Endpoint);
        return client;
    }

    /// <summary>A new token, saved.</summary>
    /// <exception cref="SsoOidcLoginException">A login is needed.</exception>
    /// <exception cref="SsoOidcException">The service refused, or did not answer.</exception>
    public async Task<CachedToken> RefreshAsync(SessionFile file, CachedToken token, CancellationToken cancellationToken)
    {
        var target = file.Target;
        if (!token.CanRefresh(Now))
            throw LoginErrors.LoginRequired($"The token of the session {target.Display} cannot be refreshed: {WhyNot(token)}.", target);

        try
        {
            return (await RenewAsync(file, token, cancellationToken).ConfigureAwait(false)).Token;
        }
        catch (SsoOidcException e) when (EndsSession(e))
        {
            throw LoginErrors.LoginRequired($"The session {target.Display} is over ({Shown.Clean(e.Message)}).", target, e);
        }
    }

    /// <summary>
    /// A new token, or the old one while it is valid and the service cannot be reached or the new one could not be kept. Null when only a
    /// login helps.
    /// </summary>
    /// <exception cref="SsoOidcException">The service did not answer or the new token could not be kept, and the old one has expired.</exception>
    public async Task<(CachedToken Token, SsoOidcSessionSource Source)?> RefreshOrKeepAsync(
        SessionFile file, CachedToken token, CancellationToken cancellationToken)
    {
        if (!token.CanRefresh(Now))
            return null;

        try
        {
            return await RenewAsync(file, token, cancellationToken).ConfigureAwait(false);
        }
        catch (SsoOidcException e) when (EndsSession(e))
        {
            RefusedClientId = LoginErrors.IsAboutRegistration(e) ? token.ClientId : null;
            WhyOver = Shown.Clean(e.Message);
            return null;
        }
        catch (SsoOidcException e) when (token.ExpiresAt > Now)
        {
            var left = LoginErrors.Minutes(token.ExpiresAt - Now);
            _services.Ui.Warn($"The token of the session {file.Target.Display} could not be refreshed ({Shown.Clean(e.Message)}); the present one is valid for {left} more.");
            return (token, SsoOidcSessionSource.Cache);
        }
    }

    /// <summary>Ends the session at the service. An access token that has expired is refreshed for it: a refresh token must not live on.</summary>
    /// <param name="target">Where the session is.</param>
    /// <param name="token">Its token.</param>
    /// <param name="file">Where the refreshed token is kept in case that the session cannot be ended; null when its place has another already.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    public async Task<LogoutResult> EndAsync(LoginTarget target, CachedToken token, SessionFile? file, CancellationToken cancellationToken)
    {
        try
        {
            if (token.ExpiresAt <= Now && !token.CanRefresh(Now))
                return new LogoutResult(true, "the token had expired already");
            var live = token.ExpiresAt > Now ? token
                : file is null ? await CallAsync(target, token, cancellationToken).ConfigureAwait(false)
                : (await RenewAsync(file, token, cancellationToken).ConfigureAwait(false)).Token;
            var options = _services.ClientOptions(target);
            var portal = PortalClient.EndpointOf(target.Region, _services.PortalEndpoint, options.UseFips, _services.UseDualStack, target.IsDualStack);
            WarnOf(portal);
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

    private void WarnOf(Uri endpoint)
    {
        if (EndpointResolver.WarningOf(endpoint) is { } warning)
            _services.Ui.Warn(warning);
    }

    // The session has ended, or its client has: both need a login.
    private static bool EndsSession(SsoOidcException e) =>
        e is InvalidGrantException or InvalidClientException or UnauthorizedClientException or ExpiredTokenException or AccessDeniedException;

    private static string WhyNot(CachedToken token) =>
        token.RefreshToken is null ? "it has no refresh token (a session has one when its scopes include sso:account:access)"
        : token.ClientId is null || token.ClientSecret is null ? "its file lacks the client registration"
        : "its client registration has expired";

    // A refresh token works once: before it is spent, the place of its successor is ours. Other tools do not lock: if the service refuses one
    // that is no longer in the file, what is there now counts.
    private async Task<(CachedToken Token, SsoOidcSessionSource Source)> RenewAsync(SessionFile file, CachedToken token, CancellationToken cancellationToken)
    {
        using var place = file.Reserve(out var problem);
        if (place is null)
            throw LoginErrors.NotSaved(file.Target, problem!);

        try
        {
            return await CallAndSaveAsync(token).ConfigureAwait(false);
        }
        catch (SsoOidcException) when (file.Read() is { } other && (other.AccessToken != token.AccessToken || other.RefreshToken != token.RefreshToken))
        {
            if (other.ExpiresAt > Now)
                return (other, SsoOidcSessionSource.Cache);
            if (!other.CanRefresh(Now))
                throw;
            return await CallAndSaveAsync(other).ConfigureAwait(false);
        }

        async Task<(CachedToken Token, SsoOidcSessionSource Source)> CallAndSaveAsync(CachedToken old)
        {
            var renewed = await CallAsync(file.Target, old, cancellationToken).ConfigureAwait(false);
            await file.SaveAsync(renewed, place).ConfigureAwait(false);
            return (renewed, SsoOidcSessionSource.Refreshed);
        }
    }

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
            : token.Renewed(response.AccessToken!, response.ExpiresAt ?? Now, response.RefreshToken) with { IssuedAt = Now };
    }
}
