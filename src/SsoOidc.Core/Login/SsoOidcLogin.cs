using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Config;
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

    // What a token that still lives is worth waiting for: somebody else's refresh, and no more.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(10);

    private readonly LoginServices _services;
    private readonly TokenCache _cache;
    private readonly TimeProvider _time;
    private readonly ILoginUi _ui;
    private readonly TokenRefresher _refresher;
    private readonly TokenLives _lives;

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
        _lives = new TokenLives(services);
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
        var file = new SessionFile(target, _services);
        var session = !options.Force && ReadUsable(file, options) is { } usable
            ? Session(target, usable, SsoOidcSessionSource.Cache)
            : await ConnectLockedAsync(file, options, cancellationToken).ConfigureAwait(false);
        _lives.TellOnce(file, session, options.MinimumRemaining);
        if (options.SaveSession)
            await SaveSessionAsync(target, cancellationToken).ConfigureAwait(false);
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
        var file = new SessionFile(target, _services);
        RequireToken(file, warn: true);
        var (held, isBusy) = await file.LockAsync(RefreshPatience, cancellationToken).ConfigureAwait(false);
        using (held)
        {
            if (isBusy)
                throw file.Busy(RefreshPatience);
            var refreshed = await _refresher.RefreshAsync(file, RequireToken(file, warn: false), cancellationToken).ConfigureAwait(false);
            return Session(target, refreshed, SsoOidcSessionSource.Refreshed);
        }
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
        var file = new SessionFile(target, _services);
        if (ReadUsable(file, options) is { } usable)
            return Session(target, usable, SsoOidcSessionSource.Cache);

        var patience = IsAlive(RequireToken(file, warn: true)) ? ShortPatience : RefreshPatience;
        var (held, isBusy) = await file.LockAsync(patience, cancellationToken).ConfigureAwait(false);
        using (held)
        {
            if (ReadUsable(file, options) is { } fresh)
                return Session(target, fresh, SsoOidcSessionSource.Cache);
            var token = RequireToken(file, warn: false);
            if (!isBusy && await _refresher.RefreshOrKeepAsync(file, token, cancellationToken).ConfigureAwait(false) is { } refreshed)
                return Session(target, refreshed.Token, refreshed.Source);
            // The last minutes of a token that cannot be refreshed are better than none.
            return IsAlive(token) ? Session(target, token, SsoOidcSessionSource.Cache)
                : throw (isBusy ? file.Busy(patience) : LoginErrors.LoginRequired($"The session {target.Display} is over.", target));
        }
    }

    /// <summary>Ends what lies in a session's file, where that says it is, and tells which session it was.</summary>
    internal async Task<SsoOidcDisconnection> DisconnectAsync(LoginTarget target, CancellationToken cancellationToken)
    {
        var file = new SessionFile(target, _services);
        var (held, isBusy) = File.Exists(file.Path) ? await file.LockAsync(RefreshPatience, cancellationToken).ConfigureAwait(false) : default;
        using (held)
        {
            if (isBusy)
                throw file.Busy(RefreshPatience);
            var (token, problem) = _cache.ReadToken(target.CacheKey);
            var own = token is null ? target : target.At(token);
            var result = new SsoOidcDisconnection
            {
                SessionName = target.SessionName is { } name ? Shown.Clean(name) : null,
                StartUrl = Shown.Clean(own.StartUrl),
                Region = Shown.Clean(own.Region),
            };
            if (token is null)
                return result with { Reason = problem is null ? "there was no token" : "the token file cannot be read and is left as it is: " + Shown.Clean(problem) };

            var logout = await _refresher.EndAsync(own, token, new SessionFile(own, _services), cancellationToken).ConfigureAwait(false);
            var removed = _cache.DeleteToken(target.CacheKey, out problem);
            return result with
            {
                Removed = removed,
                Revoked = logout is { IsOver: true, Reason: null },
                Reason = problem is null ? logout.Reason : "the token file could not be deleted: " + Shown.Clean(problem),
            };
        }
    }

    private async Task<SsoOidcSession> ConnectLockedAsync(SessionFile file, LoginOptions options, CancellationToken cancellationToken)
    {
        var target = file.Target;
        var patience = !options.Force && IsAlive(file.Read()) ? ShortPatience : options.Timeout ?? LoginPatience;
        var (held, isBusy) = await file.LockAsync(patience, cancellationToken).ConfigureAwait(false);
        using (held)
        {
            // Somebody else may have logged in or refreshed while this process waited.
            if (!options.Force && ReadUsable(file, options) is { } usable)
                return Session(target, usable, SsoOidcSessionSource.Cache);

            var token = file.Read(warn: true);
            if (isBusy)
                return !options.Force && IsAlive(token) ? Session(target, token!, SsoOidcSessionSource.Cache) : throw file.Busy(patience);
            if (!options.Force && token is not null && await TryRefreshAsync(file, token, cancellationToken).ConfigureAwait(false) is { } refreshed)
                return Session(target, refreshed.Token, refreshed.Source);

            return Session(target, await new PersonLogin(_services, _refresher).LogInAsync(file, token, options, cancellationToken).ConfigureAwait(false), SsoOidcSessionSource.Login);
        }
    }

    private async Task<(CachedToken Token, SsoOidcSessionSource Source)?> TryRefreshAsync(SessionFile file, CachedToken token, CancellationToken cancellationToken)
    {
        try
        {
            var refreshed = await _refresher.RefreshOrKeepAsync(file, token, cancellationToken).ConfigureAwait(false);
            if (refreshed is null && _refresher.WhyOver is { } why)
                _ui.Tell($"The session {file.Target.Display} is over at the service ({why.TrimEnd('.')}): a new login is needed.");
            return refreshed;
        }
        catch (SsoOidcLoginException e) when (e.Failure == LoginFailure.NotSaved)
        {
            // A login of its own leaves the one in the file to whom it belongs.
            _ui.Warn(e.Message);
            return null;
        }
    }

    private CachedToken? ReadUsable(SessionFile file, LoginOptions options) =>
        file.Read() is { } token && IsAlive(token) && token.ExpiresAt - _time.GetUtcNow() >= TokenLives.Needed(token, options.MinimumRemaining, _time.GetUtcNow()) ? token : null;

    private bool IsAlive(CachedToken? token) => token is not null && token.ExpiresAt > _time.GetUtcNow();

    private static CachedToken RequireToken(SessionFile file, bool warn) =>
        file.Read(warn) ?? throw LoginErrors.LoginRequired($"Nobody is logged in to the session {file.Target.Display}.", file.Target);

    private async Task SaveSessionAsync(LoginTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await ConfigWriter.SaveSessionAsync(
                _services.Config, target.SessionName!, target.StartUrl, target.Region, target.ConfiguredScopes, _ui.Tell, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (SsoOidcConfigurationException e)
        {
            _ui.Warn("The login is good, but the session was not written to the configuration: " + e.Message);
        }
    }

    private SsoOidcSession Session(LoginTarget target, CachedToken token, SsoOidcSessionSource source) =>
        SsoOidcSession.Of(target, token, source, _cache, _time);
}
