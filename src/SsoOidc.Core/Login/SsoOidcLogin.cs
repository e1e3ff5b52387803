using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Files;
using SsoOidc.Login;
using SsoOidc.Login.Flows;

namespace SsoOidc;

/// <summary>
/// Logs a person in to IAM Identity Center, with the cache and the config files of the AWS tools: a token that lives is used, one that can be
/// refreshed is refreshed, else a person logs in. One at a time for each session across processes; whoever waited takes the token of
/// whoever was first. Can be shared by threads as far as its <see cref="ILoginUi"/> can.
/// </summary>
public sealed class SsoOidcLogin
{
    // Longer than the longest login of another process: ten minutes of waiting for the person, and the calls around it.
    private static readonly TimeSpan LoginPatience = TimeSpan.FromMinutes(15);

    // A refresh of another process takes seconds; who does not want to log in should not wait for somebody else's login.
    private static readonly TimeSpan RefreshPatience = TimeSpan.FromMinutes(1);

    private readonly LoginServices _services;
    private readonly TokenCache _cache;
    private readonly TimeProvider _time;
    private readonly ILoginUi _ui;
    private readonly TokenRefresher _refresher;
    private readonly ClientRegistrar _registrar;

    /// <summary>Creates a login. Nothing is read or sent yet.</summary>
    /// <param name="ui">The person.</param>
    /// <param name="client">
    /// How requests are sent; the region is that of each session. A message handler given here is not disposed by the login.
    /// </param>
    /// <param name="portalEndpoint">An address to use instead of that of the region's access portal, for log-outs.</param>
    /// <param name="homeDirectory">The folder that <c>.aws</c> is in; that of the user when null.</param>
    public SsoOidcLogin(ILoginUi ui, SsoOidcClientOptions? client = null, Uri? portalEndpoint = null, string? homeDirectory = null)
        : this(LoginServices.Of(ui ?? throw new ArgumentNullException(nameof(ui)), client ?? new SsoOidcClientOptions(), portalEndpoint, homeDirectory))
    {
    }

    internal SsoOidcLogin(LoginServices services)
    {
        _services = services;
        _cache = services.Cache;
        _time = services.Time;
        _ui = services.Ui;
        _refresher = new TokenRefresher(services);
        _registrar = new ClientRegistrar(services.Cache);
    }

    /// <summary>Gives a session with a valid token, by the least that is needed: from the cache, refreshed, or by a login.</summary>
    /// <param name="options">Which session, and how to log in.</param>
    /// <param name="cancellationToken">Ends every wait at once, and leaves the session that was there.</param>
    /// <exception cref="SsoOidcConfigurationException">The session is not known, or its settings are wrong.</exception>
    /// <exception cref="SsoOidcLoginException">Nobody logged in.</exception>
    /// <exception cref="SsoOidcException">The service refused, or did not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<SsoOidcSession> ConnectAsync(LoginOptions options, CancellationToken cancellationToken = default)
    {
        var target = LoginTargetResolver.Resolve(options, _services.Config, _cache);
        var session = !options.Force && ReadUsable(target, options, warn: false) is { } usable
            ? Session(target, usable, SsoOidcSessionSource.Cache)
            : await ConnectLockedAsync(target, options, cancellationToken).ConfigureAwait(false);
        if (options.SaveSession)
            SaveSession(target);
        return session;
    }

    /// <summary>Refreshes a session's token, whatever its remaining life. Never logs in.</summary>
    /// <param name="options">Which session.</param>
    /// <param name="cancellationToken">Ends every wait at once.</param>
    /// <exception cref="SsoOidcConfigurationException">The session is not known, or its settings are wrong.</exception>
    /// <exception cref="SsoOidcLoginException">A login is needed.</exception>
    /// <exception cref="SsoOidcException">The service refused, or did not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<SsoOidcSession> RefreshAsync(LoginOptions options, CancellationToken cancellationToken = default)
    {
        var target = LoginTargetResolver.Resolve(options, _services.Config, _cache);
        RequireToken(target, warn: true);
        using var held = await LockAsync(target, RefreshPatience, cancellationToken).ConfigureAwait(false);
        var token = RequireToken(target, warn: false);
        var refreshed = await _refresher.RefreshAsync(target, token, cancellationToken).ConfigureAwait(false);
        return Session(target, refreshed, SsoOidcSessionSource.Refreshed);
    }

    /// <summary>Gives a session with a valid token: from the cache, or refreshed. Never logs in.</summary>
    /// <inheritdoc cref="RefreshAsync"/>
    public Task<SsoOidcSession> GetAsync(LoginOptions options, CancellationToken cancellationToken = default) =>
        GetAsync(LoginTargetResolver.Resolve(options, _services.Config, _cache), options, cancellationToken);

    /// <summary>Every session of the configuration and the cache, that of other tools included. Reads files and sends nothing.</summary>
    public IReadOnlyList<SsoOidcSession> ListSessions()
    {
        var sessions = SessionList.Read(_services.Config, _cache, _time, out var warning);
        if (warning is not null)
            _ui.Warn(warning);
        return sessions;
    }

    /// <summary>Ends a session at the service and deletes its token.</summary>
    /// <param name="session">A session of <see cref="ListSessions"/> or of a login.</param>
    /// <param name="cancellationToken">Ends every wait at once.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<SsoOidcDisconnection> DisconnectAsync(SsoOidcSession session, CancellationToken cancellationToken = default) =>
        DisconnectAsync(LoginTarget.Of(session ?? throw new ArgumentNullException(nameof(session))), cancellationToken);

    internal async Task<SsoOidcSession> GetAsync(LoginTarget target, LoginOptions options, CancellationToken cancellationToken)
    {
        if (ReadUsable(target, options, warn: false) is { } usable)
            return Session(target, usable, SsoOidcSessionSource.Cache);

        RequireToken(target, warn: true);
        using var held = await LockAsync(target, RefreshPatience, cancellationToken).ConfigureAwait(false);
        if (ReadUsable(target, options, warn: false) is { } fresh)
            return Session(target, fresh, SsoOidcSessionSource.Cache);
        var token = RequireToken(target, warn: false);
        if (await _refresher.RefreshOrKeepAsync(target, token, cancellationToken).ConfigureAwait(false) is { } refreshed)
            return Session(target, refreshed.Token, refreshed.Source);
        // The last minutes of a token that cannot be refreshed are better than none.
        return token.ExpiresAt > _time.GetUtcNow()
            ? Session(target, token, SsoOidcSessionSource.Cache)
            : throw LoginErrors.LoginRequired($"The session {target.Display} is over.", target);
    }

    internal async Task<SsoOidcDisconnection> DisconnectAsync(LoginTarget target, CancellationToken cancellationToken)
    {
        var hasFile = File.Exists(_cache.PathOf(target.CacheKey));
        using var held = hasFile ? await LockAsync(target, RefreshPatience, cancellationToken).ConfigureAwait(false) : null;
        var (token, problem) = _cache.ReadToken(target.CacheKey);
        var result = new SsoOidcDisconnection { SessionName = target.SessionName, StartUrl = target.StartUrl, Region = target.Region };
        if (token is null)
            return result with { Reason = problem is null ? "there was no token" : "the token file cannot be read and is left as it is: " + Shown.Clean(problem) };

        var logout = await _refresher.EndAsync(target, token, cancellationToken).ConfigureAwait(false);
        var removed = _cache.DeleteToken(target.CacheKey, out problem);
        return result with
        {
            Removed = removed,
            Revoked = logout is { IsOver: true, Reason: null },
            Reason = problem is null ? logout.Reason : "the token file could not be deleted: " + Shown.Clean(problem),
        };
    }

    private async Task<SsoOidcSession> ConnectLockedAsync(LoginTarget target, LoginOptions options, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(target, options.Timeout ?? LoginPatience, cancellationToken).ConfigureAwait(false);
        // Somebody else may have logged in or refreshed while this process waited.
        if (!options.Force && ReadUsable(target, options, warn: true) is { } usable)
            return Session(target, usable, SsoOidcSessionSource.Cache);

        var token = Read(target, warn: false);
        if (options.Force)
        {
            RequireSomebody(target, options);
            await EndAsync(target, token, cancellationToken).ConfigureAwait(false);
        }
        else if (token is not null && await _refresher.RefreshOrKeepAsync(target, token, cancellationToken).ConfigureAwait(false) is { } refreshed)
        {
            return Session(target, refreshed.Token, refreshed.Source);
        }

        RequireSomebody(target, options);
        return Session(target, await LogInAsync(target, options, cancellationToken).ConfigureAwait(false), SsoOidcSessionSource.Login);
    }

    private async Task<CachedToken> LogInAsync(LoginTarget target, LoginOptions options, CancellationToken cancellationToken)
    {
        var choice = FlowChoice.Of(options, _services.Environment);
        using var client = _refresher.CreateClient(target);
        var run = new LoginRun
        {
            Target = target,
            Options = options,
            Choice = choice,
            Client = client,
            Environment = _services.Environment,
            Ui = _ui,
            OpenBrowser = _services.OpenBrowser,
            RefusedClientId = _refresher.RefusedClientId,
        };
        var (registration, response) = await new LoginAttempts(run, _registrar).RunAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(response.AccessToken))
            throw new SsoOidcResponseException("The service answered without an accessToken. Check the endpoint.") { Metadata = response.Metadata };
        var token = new CachedToken
        {
            StartUrl = target.StartUrl,
            Region = target.Region,
            AccessToken = response.AccessToken!,
            ExpiresAt = response.ExpiresAt ?? _time.GetUtcNow(),
            ClientId = registration.ClientId,
            ClientSecret = registration.ClientSecret,
            RegistrationExpiresAt = registration.ExpiresAt,
            RefreshToken = response.RefreshToken,
            LoggedInAt = _time.GetUtcNow(),
            LoginFlow = choice.Flow.Name,
            SessionName = target.SessionName,
        };
        await _refresher.SaveAsync(target, token).ConfigureAwait(false);
        return token;
    }

    // Before anybody could wait for an answer that nobody gives.
    private void RequireSomebody(LoginTarget target, LoginOptions options)
    {
        if (options.Flow is not null || options.HasPromptHandler)
            return;
        if ((options.NonInteractiveReason ?? _services.Environment.UnattendedReason()) is { } reason)
            throw LoginErrors.NotInteractive(reason, target);
    }

    private async Task EndAsync(LoginTarget target, CachedToken? token, CancellationToken cancellationToken)
    {
        if (token is null)
            return;

        var logout = await _refresher.EndAsync(target, token, cancellationToken).ConfigureAwait(false);
        if (logout.IsOver)
            _cache.DeleteToken(target.CacheKey, out _);
        else
            _ui.Warn($"The session {target.Display} could not be ended at the service ({logout.Reason}); the new login may inherit its end.");
    }

    private async Task<FileLock?> LockAsync(LoginTarget target, TimeSpan patience, CancellationToken cancellationToken)
    {
        var acquiring = FileLock.AcquireAsync(_cache.LockPathOf(target.CacheKey), patience, _time, cancellationToken);
        await LoginRun.WaitAsync(acquiring, "Waiting for another login to the same session", patience, _ui, _time, cancellationToken).ConfigureAwait(false);
        var (held, problem) = await acquiring.ConfigureAwait(false);
        // Where there can be no lock file there can be no token file either, and saving that will say so.
        return held is null && problem is null ? throw LoginErrors.Busy(target, patience) : held;
    }

    private CachedToken? ReadUsable(LoginTarget target, LoginOptions options, bool warn) =>
        Read(target, warn) is { } token && token.ExpiresAt - _time.GetUtcNow() >= options.MinimumRemaining && token.ExpiresAt > _time.GetUtcNow() ? token : null;

    private CachedToken RequireToken(LoginTarget target, bool warn) =>
        Read(target, warn) ?? throw LoginErrors.LoginRequired($"Nobody is logged in to the session {target.Display}.", target);

    private CachedToken? Read(LoginTarget target, bool warn)
    {
        var (token, problem) = _cache.ReadToken(target.CacheKey);
        if (problem is not null && warn)
            _ui.Warn($"The token file {Shown.Clean(_cache.PathOf(target.CacheKey), 1000)} is not used: {Shown.Clean(problem)}.");
        return token;
    }

    private void SaveSession(LoginTarget target)
    {
        try
        {
            ConfigWriter.SaveSession(_services.Config, target.SessionName!, target.StartUrl, target.Region, target.ConfiguredScopes);
        }
        catch (SsoOidcConfigurationException e)
        {
            _ui.Warn("The login is good, but the session was not written to the configuration: " + e.Message);
        }
    }

    private SsoOidcSession Session(LoginTarget target, CachedToken token, SsoOidcSessionSource source) =>
        SsoOidcSession.Of(target, token, source, _cache, _time);
}
