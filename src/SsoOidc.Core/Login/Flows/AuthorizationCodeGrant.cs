using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Login.Flows;

/// <summary>Login in a browser that comes back to this shell, or whose last address is pasted into it (RFC 6749 section 4.1, RFC 7636, RFC 8252).</summary>
internal sealed class AuthorizationCodeGrant : LoginFlow
{
    /// <summary>Registered without a port; RFC 8252 section 7.3 lets the login use any.</summary>
    public const string RegisteredRedirectUri = "http://127.0.0.1" + LoopbackRules.CallbackPath;

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    private static readonly string[] Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken];
    private static readonly string[] RedirectUris = [RegisteredRedirectUri];

    public override LoginFlowKind Kind => LoginFlowKind.Pkce;

    public override string Name => "pkce";

    public override bool NeedsListener => true;

    public override RegisterClientRequest RegistrationRequest(LoginTarget target) => base.RegistrationRequest(target) with
    {
        GrantTypes = Grants,
        RedirectUris = RedirectUris,
        IssuerUrl = target.StartUrl,
    };

    public override async Task<CreateTokenResponse> RunAsync(
        LoginRun run, CachedRegistration registration, LoopbackListener? listener, CancellationToken cancellationToken)
    {
        var state = listener!.State;
        var pkce = Pkce.Create();
        var page = LoopbackPage.Failure("The login was ended in the shell.");
        try
        {
            var address = AddressOf(run, registration, listener.RedirectUri, state, pkce);
            var result = await AskAsync(run, listener, address, state, cancellationToken).ConfigureAwait(false);
            if (result.Error is not null)
                throw LoginErrors.Refused(result, run.Target);

            var token = await RedeemAsync(run, registration, listener.RedirectUri, result.Code!, pkce, cancellationToken).ConfigureAwait(false);
            page = LoopbackPage.Success(run.Target.SessionName ?? run.Target.StartUrl);
            return token;
        }
        catch (SsoOidcException e)
        {
            page = LoopbackPage.Failure(e.Message);
            throw;
        }
        finally
        {
            await listener.FinishAsync(page).ConfigureAwait(false);
        }
    }

    internal static string AddressOf(LoginRun run, CachedRegistration registration, string redirectUri, string state, Pkce pkce)
    {
        var query = QueryText.Write(
        [
            ("response_type", "code"),
            ("client_id", registration.ClientId),
            ("redirect_uri", redirectUri),
            ("state", state),
            ("code_challenge_method", Pkce.Method),
            ("scopes", string.Join(" ", run.Target.Scopes)),
            ("code_challenge", pkce.Challenge),
        ]);
        return run.Client.Endpoint.AbsoluteUri.TrimEnd('/') + "/authorize?" + query;
    }

    private static async Task<AuthorizationResult> AskAsync(
        LoginRun run, LoopbackListener listener, string address, string state, CancellationToken cancellationToken)
    {
        var limit = run.Options.Timeout ?? DefaultTimeout;
        var remote = run.Environment.RemoteReason() is not null;
        var paste = run.Ui.CanPaste && (run.Options.NoBrowser || remote);
        await run.Ui.ShowAsync(PromptOf(run, listener, address, limit, remote, paste), cancellationToken).ConfigureAwait(false);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = run.OpenAsync(address, !run.Options.NoBrowser, ended.Token);
        var pasted = paste ? PasteBack.ReadAsync(run.Ui, listener.RedirectUri, state, ended.Token) : new TaskCompletionSource<AuthorizationResult>().Task;
        try
        {
            var first = Task.WhenAny(listener.Result, pasted);
            if (!await LoginRun.WaitAsync(first, LoginErrors.WaitingForApproval, limit, run.Ui, run.Time, cancellationToken).ConfigureAwait(false))
                throw TimedOut(run, limit);
            return await (await first.ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            ended.Cancel();
            await opening.ConfigureAwait(false);
            if (paste)
                await Task.WhenAny(pasted).ConfigureAwait(false);
        }
    }

    private static Task<CreateTokenResponse> RedeemAsync(
        LoginRun run, CachedRegistration registration, string redirectUri, string code, Pkce pkce, CancellationToken cancellationToken) =>
        run.Client.CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = registration.ClientId,
                ClientSecret = registration.ClientSecret,
                GrantType = GrantTypes.AuthorizationCode,
                Code = code,
                RedirectUri = redirectUri,
                CodeVerifier = pkce.Verifier,
            },
            cancellationToken);

    private static LoginPrompt PromptOf(LoginRun run, LoopbackListener listener, string address, TimeSpan limit, bool remote, bool paste) => new()
    {
        Kind = LoginFlowKind.Pkce,
        Session = run.Target.SessionName ?? run.Target.StartUrl,
        Uri = address,
        ExpiresAt = run.EndOf(limit),
        Reason = run.Choice.Reason,
        OpensBrowser = !run.Options.NoBrowser,
        RedirectPort = listener.Port,
        CanPasteBack = paste,
        // A port that changes with every login cannot be forwarded beforehand.
        PortForwardCommand = run.Options.RedirectPort != 0 && (remote || run.Options.NoBrowser)
            ? $"ssh -L {listener.Port}:127.0.0.1:{listener.Port} {Environment.UserName}@{Environment.MachineName}"
            : null,
    };

    private static SsoOidcLoginException TimedOut(LoginRun run, TimeSpan limit) => LoginErrors.TimedOut(
        $"Nobody finished the login within {LoginErrors.Minutes(limit)}. If the browser showed an error, check the start URL and that {run.Target.Region} is the region of IAM Identity Center; if it could not come back to this shell, use `UseDeviceCode`.",
        run.Target);
}
