using System.Management.Automation;
using System.Net;
using SsoOidc.Compatibility;
using SsoOidc.Errors;

namespace SsoOidc.Pipeline;

/// <summary>The one table from exception and call to error id, category and advice. Ids are stable: scripts match on them. The first row that fits counts.</summary>
internal static class ErrorRecords
{
    private const ErrorCategory Denied = ErrorCategory.PermissionDenied, Argument = ErrorCategory.InvalidArgument, Identity = ErrorCategory.AuthenticationError;

    internal static readonly ErrorRow[] Rows =
    [
        new(typeof(AccessDeniedException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, nameof(AccessDeniedException), Denied, "Check that the person is assigned to the application, and that its keys in KMS may be used."),
        new(typeof(AccessDeniedException), "", null, nameof(AccessDeniedException), Denied, "Start the login again and approve it; if you did not refuse it yourself, ask the administrator for an assignment."),
        new(typeof(AuthorizationPendingException), "", null, nameof(AuthorizationPendingException), ErrorCategory.ResourceBusy, "Approve the login in the browser and poll again after Interval seconds, or let `New-SSOOIDCToken -Wait` do so."),
        new(typeof(ExpiredTokenException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, nameof(ExpiredTokenException), ErrorCategory.OperationTimeout, "Get a new assertion or subject token: the one that was given has expired."),
        new(typeof(ExpiredTokenException), "", null, nameof(ExpiredTokenException), ErrorCategory.OperationTimeout, "Run `Start-SSOOIDCDeviceAuthorization{given}` for a new device code."),
        new(typeof(InternalServerException), "", null, nameof(InternalServerException), ErrorCategory.ResourceUnavailable, "Try again later; quote the request id of the error to AWS support if it stays."),
        new(typeof(InvalidClientException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, nameof(InvalidClientException), Identity, "Check -ClientId: it is the ARN of an application of this account, in the region of the call."),
        new(typeof(InvalidClientException), "", null, nameof(InvalidClientException), Identity, "Run `Register-SSOOIDCClient{given}` for a new client: a registration lives about 90 days, in one region."),
        new(typeof(InvalidClientMetadataException), "", null, nameof(InvalidClientMetadataException), Argument, "Check -ClientName and -ClientType; the service takes the type public only."),
        new(typeof(InvalidGrantException), "`-Assertion`", (_, call) => call.Has("Assertion"), nameof(InvalidGrantException), Identity, "Check the assertion: it works once, before it expires, and its issuer and audience are those that the application trusts."),
        new(typeof(InvalidGrantException), "`-SubjectToken`", (_, call) => call.Has("SubjectToken"), nameof(InvalidGrantException), Identity, "Check the subject token: an access token of this IAM Identity Center that has not expired."),
        new(typeof(InvalidGrantException), "`-Code`", (_, call) => call.Has("Code"), nameof(InvalidGrantException), Identity, "Get a new authorization code: it works once, within minutes, with the verifier and the redirect URI of its request."),
        new(typeof(InvalidGrantException), "", null, nameof(InvalidGrantException), Identity, "Log in again: codes and refresh tokens work once, and end with the session. Check that region and start URL belong together."),
        new(typeof(InvalidRedirectUriException), "", null, nameof(InvalidRedirectUriException), Argument, "Register http://127.0.0.1/oauth/callback without a port, and use it with the port of your listener."),
        new(typeof(InvalidRequestRegionException), "", null, nameof(InvalidRequestRegionException), Argument, "Use the region that the error names with -Region."),
        new(typeof(InvalidRequestException), "Register-SSOOIDCClient", (_, call) => call.Cmdlet.EndsWith("SSOOIDCClient", StringComparison.Ordinal), nameof(InvalidRequestException), Argument, "Check -GrantType, -RedirectUris, -IssuerUrl and -Scope, and that -Region is the region of IAM Identity Center."),
        new(typeof(InvalidRequestException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, nameof(InvalidRequestException), Argument, "Check -ClientId (the ARN of the application), the types of the tokens, and -Region."),
        new(typeof(InvalidRequestException), "", null, nameof(InvalidRequestException), Argument, "Check that -Region is the region of IAM Identity Center and that the start URL is the one of its access portal."),
        new(typeof(InvalidScopeException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, nameof(InvalidScopeException), Argument, "Check -Scope: the application has to allow it."),
        new(typeof(InvalidScopeException), "", null, nameof(InvalidScopeException), Argument, "Check -Scope; for access to accounts it is sso:account:access."),
        new(typeof(SlowDownException), "", null, nameof(SlowDownException), ErrorCategory.LimitsExceeded, "Add 5 seconds to the interval for good, or let `New-SSOOIDCToken -Wait` do so."),
        new(typeof(UnauthorizedClientException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, nameof(UnauthorizedClientException), Denied, "Check that the application allows this grant."),
        new(typeof(UnauthorizedClientException), "", null, nameof(UnauthorizedClientException), Denied, "Register the client with this grant in -GrantType."),
        new(typeof(UnsupportedGrantTypeException), "", null, nameof(UnsupportedGrantTypeException), Argument, "Use one of the grant types that completion of -GrantType offers."),
        new(typeof(ForbiddenException), "", null, nameof(ForbiddenException), Denied, "Check account and role against `Get-SSOOIDCRole`; if the assignment is new, log in again: a session may not know it yet. `Connect-SSOOIDCSession{given} -Force`"),
        new(typeof(ResourceNotFoundException), "", null, nameof(ResourceNotFoundException), ErrorCategory.ObjectNotFound, "Check account and role against `Get-SSOOIDCRole`."),
        new(typeof(TooManyRequestsException), "", null, nameof(TooManyRequestsException), ErrorCategory.LimitsExceeded, "Wait a minute and try again; find what else asks the portal all the time."),
        new(typeof(SsoOidcException), "status 407 of a proxy, a login or the portal", (error, call) => IsOfProxy(error) && !call.TakesEndpoint, "ProxyAuthenticationRequired", Identity, "The proxy wants a user name and a password: use one that does not, or Set-AWSProxy of AWS.Tools."),
        new(typeof(SsoOidcException), "status 407 of a proxy", (error, _) => IsOfProxy(error), "ProxyAuthenticationRequired", Identity, "The proxy wants a user name and a password: give -Proxy and -ProxyCredential."),
        new(typeof(SsoOidcConnectionException), "a login or the portal", (_, call) => !call.TakesEndpoint, "ConnectionFailed", ErrorCategory.ConnectionError, "Check the network, the proxy (HTTPS_PROXY, NO_PROXY), the region of the session, and AWS_ENDPOINT_URL and its like."),
        new(typeof(SsoOidcConnectionException), "", null, "ConnectionFailed", ErrorCategory.ConnectionError, "Check the network, the proxy, -Region and -EndpointUrl."),
        new(typeof(SsoOidcTimeoutException), "a login or the portal", (_, call) => !call.TakesEndpoint, "RequestTimeout", ErrorCategory.OperationTimeout, "Check the network and the proxy (HTTPS_PROXY, NO_PROXY), then try again."),
        new(typeof(SsoOidcTimeoutException), "", null, "RequestTimeout", ErrorCategory.OperationTimeout, "Check the network and the proxy, then try again, with more time by -TimeoutSec where the service is slow."),
        new(typeof(SsoOidcResponseException), "a login or the portal", (_, call) => !call.TakesEndpoint, "InvalidResponse", ErrorCategory.InvalidResult, "Check AWS_ENDPOINT_URL and its like, and any proxy on the way: something other than the service answered."),
        new(typeof(SsoOidcResponseException), "", null, "InvalidResponse", ErrorCategory.InvalidResult, "Check -EndpointUrl and any proxy on the way: something other than the service answered."),
        OfLogin(LoginFailure.Denied, Denied, "Approve it in the browser if you started it: `Connect-SSOOIDCSession{given}`"),
        OfLogin(LoginFailure.TimedOut, ErrorCategory.OperationTimeout, "Try again, with more time by -Timeout: `Connect-SSOOIDCSession{given}`"),
        OfLogin(LoginFailure.NotInteractive, Identity, "Log in where somebody can answer: `Connect-SSOOIDCSession{given}`"),
        OfLogin(LoginFailure.PortUnavailable, ErrorCategory.ResourceBusy, "Give another -RedirectPort, or none for a free one."),
        OfLogin(LoginFailure.Busy, ErrorCategory.ResourceBusy, "Finish or end the other login, then: `Connect-SSOOIDCSession{given}`"),
        OfLogin(LoginFailure.LoginRequired, Identity, "Log in: `Connect-SSOOIDCSession{given}`"),
        OfLogin(LoginFailure.WrongRegionOrStartUrl, Argument, "The settings page of IAM Identity Center shows both."),
        OfLogin(LoginFailure.Refused, Denied, null),
        OfLogin(LoginFailure.NotSaved, ErrorCategory.WriteError, null),
        new(typeof(SsoOidcException), "status 429, or a code of throttling", (error, _) => IsThrottling((SsoOidcException)error), "Throttled", ErrorCategory.LimitsExceeded, "Wait a minute and try again, with fewer calls at a time; quote the request id of the error to AWS support if it stays."),
        new(typeof(SsoOidcException), "status 500 and above", (error, _) => (int?)((SsoOidcException)error).StatusCode >= 500, "ServiceUnavailable", ErrorCategory.ResourceUnavailable, "Wait some minutes and try again; quote the request id of the error to AWS support if it stays."),
        new(typeof(SsoOidcException), "New-SSOOIDCTokenWithIAM", (_, call) => call.IsSigned, "ServiceError", ErrorCategory.InvalidResult, "Check the credentials and their permission for sso-oauth:CreateTokenWithIAM."),
        new(typeof(SsoOidcException), "", null, "ServiceError", ErrorCategory.InvalidResult, "Quote the request id of the error to AWS support."),
        OfSettings(ConfigurationProblem.RegionMissing, "no source gives a region", Argument, "Give the region of IAM Identity Center, not the one that you work in: `-Region eu-west-1`."),
        OfSettings(ConfigurationProblem.ProfileNotFound, "no profile of that name", ErrorCategory.ObjectNotFound, "Name one of the profiles that the error lists, or leave it out."),
        OfSettings(ConfigurationProblem.SessionNotFound, "no session of that name", ErrorCategory.ObjectNotFound, "See the names with `Get-SSOOIDCSession`, or log in to a new one: `Connect-SSOOIDCSession -SessionName my-company -StartUrl https://my-company.awsapps.com/start -Region eu-west-1`"),
        OfSettings(ConfigurationProblem.SessionAmbiguous, "several sessions, none named", Argument, "Name one of the sessions that the error lists: `-SessionName`."),
        OfSettings(ConfigurationProblem.SessionMissing, "no session at all", ErrorCategory.ObjectNotFound, "Log in to one: `Connect-SSOOIDCSession -StartUrl https://my-company.awsapps.com/start -Region eu-west-1`"),
        new(typeof(SsoOidcConfigurationException), "", null, "InvalidConfiguration", Argument, null),
        new(typeof(ArgumentException), "", null, "InvalidArgument", Argument, null),
    ];

    /// <summary>The record of an exception that the module raises on purpose; null for any other, which is a fault and passes as it is.</summary>
    public static ErrorRecord? Create(Exception exception, object? target, ErrorCall call)
    {
        if (Array.Find(Rows, row => row.Fits(exception, call)) is not { } row)
            return null;
        CmdletWords.Apply(exception);
        exception = OfficialErrors.Dress(exception);
        var record = new ErrorRecord(exception, row.Id, row.Category, target);
        if (row.Action is not null)
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = call.Advise(row.Action) };
        return record;
    }

    private static ErrorRow OfLogin(LoginFailure failure, ErrorCategory category, string? action) => new(
        typeof(SsoOidcLoginException), $"{failure}", (error, _) => ((SsoOidcLoginException)error).Failure == failure, failure == LoginFailure.LoginRequired ? "LoginRequired" : $"Login{failure}", category, action);

    private static ErrorRow OfSettings(ConfigurationProblem problem, string when, ErrorCategory category, string? action) => new(
        typeof(SsoOidcConfigurationException), when, (error, _) => ((SsoOidcConfigurationException)error).Problem == problem, $"{problem}", category, action);

    // Before TLS a proxy's answer is the service's; after it, .NET tells it in the text of a failed connection.
    private static bool IsOfProxy(Exception error) =>
        ((SsoOidcException)error).StatusCode == HttpStatusCode.ProxyAuthenticationRequired || error is SsoOidcConnectionException && error.Message.Contains("'407'");

    private static bool IsThrottling(SsoOidcException error) =>
        (int?)error.StatusCode == 429 || error.Code?.StartsWith("Throttling", StringComparison.Ordinal) == true || error.Code is "TooManyRequestsException" or "RequestLimitExceeded";
}
