using SsoOidc.Base;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Login.Flows;

/// <summary>The errors of a login: what happened, what it most likely means, and the command that comes next.</summary>
internal static class LoginErrors
{
    public const string WaitingForApproval = "Waiting for the login to be approved in the browser";

    public static SsoOidcLoginException Denied(string? description, LoginTarget target, Exception? inner = null) => Of(
        LoginFailure.Denied,
        "The login was refused in the browser" + Described(description) + " If that was a mistake: " + target.ConnectCommand,
        inner);

    public static SsoOidcLoginException TimedOut(string what, LoginTarget target, Exception? inner = null) => Of(
        LoginFailure.TimedOut, what + " Try again: " + target.ConnectCommand, inner);

    public static SsoOidcLoginException Busy(LoginTarget target, TimeSpan waited, string holder) => Of(
        LoginFailure.Busy,
        $"Another process{holder} has been logging in to {target.Display} for {Minutes(waited)}. Finish or end that login, then try again: {target.ConnectCommand}");

    public static SsoOidcLoginException NotInteractive(string reason, LoginTarget target) => Of(
        LoginFailure.NotInteractive,
        $"The session {target.Display} needs a login and nobody can answer here: {reason}. Run this in an interactive shell first: {target.ConnectCommand}. "
        + "If somebody does watch this one, choose the flow: " + target.ConnectCommand + " `UseDeviceCode`");

    public static SsoOidcLoginException LoginRequired(string why, LoginTarget target, Exception? inner = null) => Of(
        LoginFailure.LoginRequired, why + " Log in: " + target.ConnectCommand + (inner is null ? "" : " `Force`"), inner);

    public static SsoOidcLoginException NotSaved(LoginTarget target, string problem) => Of(
        LoginFailure.NotSaved,
        $"The token of the session {target.Display} is not refreshed, since the new one could not be saved and the old one works only once: {Shown.Clean(problem)}");

    /// <summary>An error that the redirect carried.</summary>
    public static SsoOidcLoginException Refused(AuthorizationResult result, LoginTarget target)
    {
        var error = result.Error == "access_denied"
            ? Denied(result.ErrorDescription, target)
            : Of(
                LoginFailure.Refused,
                $"The service ended the login with the error {Shown.Clean(result.Error!, 80)}{Described(result.ErrorDescription)} Check start URL, region and scopes of {target.Display}.");
        error.Error = result.Error;
        error.ErrorDescription = result.ErrorDescription;
        return error;
    }

    /// <summary>Whether the service refused the client registration, so that a new one may help.</summary>
    public static bool IsAboutRegistration(SsoOidcException e) =>
        e is InvalidClientException or UnauthorizedClientException || e is SsoOidcLoginException { Error: "invalid_client" or "unauthorized_client" };

    /// <summary>
    /// Says what a wrong region or start URL gives away in the first calls: an InvalidRequest or InvalidGrant, mostly without a
    /// description, before anybody was asked anything.
    /// </summary>
    public static async Task<T> ExplainAsync<T>(Task<T> call, LoginTarget target)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (SsoOidcException e) when (AboutTarget(e, target) is { } explained)
        {
            throw explained;
        }
    }

    public static string Minutes(TimeSpan time) =>
        time.TotalMinutes >= 1.5 ? $"{time.TotalMinutes:0.#} minutes" : $"{time.TotalSeconds:0} seconds";

    private static SsoOidcLoginException? AboutTarget(SsoOidcException e, LoginTarget target)
    {
        var startUrl = Shown.Clean(target.StartUrl, 200);
        string message;
        if (e is InvalidRequestRegionException { Region: { Length: > 0 } region })
            message = $"The start URL {startUrl} is in the region {Shown.Clean(region, 80)}, not {target.Region}. Use that region: `Region`, or sso_region of the session.";
        else if (e is InvalidRequestException or InvalidGrantException or InvalidRequestRegionException)
            message = $"The service refused the start URL {startUrl} in the region {target.Region}{Described(e.ErrorDescription)} One of the two is most likely wrong: the region is that of IAM Identity Center (`Region`, or sso_region of the session), and the start URL is the address of the access portal, complete and unshortened.";
        else
            return null;

        var error = Of(LoginFailure.WrongRegionOrStartUrl, message, e);
        error.Error = e.Error;
        error.ErrorDescription = e.ErrorDescription;
        error.Metadata = e.Metadata;
        return error;
    }

    private static string Described(string? description) =>
        string.IsNullOrWhiteSpace(description) ? "." : ": " + Shown.Clean(description!).TrimEnd('.') + ".";

    private static SsoOidcLoginException Of(LoginFailure failure, string message, Exception? inner = null) => new(failure, message, inner);
}
