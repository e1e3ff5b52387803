using System.Management.Automation;
using SsoOidc.Compatibility;

namespace SsoOidc.Pipeline;

/// <summary>The one table from exception to error id, category and recommended action. Ids are stable: scripts match on them.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of an exception that the module raises on purpose; null for any other, which is a fault and passes as it is.</summary>
    public static ErrorRecord? Create(Exception exception, object? target)
    {
        if (Describe(exception) is not { } description)
            return null;
        exception = OfficialErrors.Dress(exception);
        var record = new ErrorRecord(exception, description.Id, description.Category, target);
        if (description.Action is not null)
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = description.Action };
        return record;
    }

    internal static (string Id, ErrorCategory Category, string? Action)? Describe(Exception exception) => exception switch
    {
        AccessDeniedException => (nameof(AccessDeniedException), ErrorCategory.PermissionDenied, "Start the login again and approve it; if you did not refuse it yourself, ask the administrator for an assignment."),
        AuthorizationPendingException => (nameof(AuthorizationPendingException), ErrorCategory.ResourceBusy, "Approve the login in the browser and poll again after Interval seconds, or let New-SSOOIDCToken -Wait do so."),
        ExpiredTokenException => (nameof(ExpiredTokenException), ErrorCategory.OperationTimeout, "Run Start-SSOOIDCDeviceAuthorization for a new device code."),
        InternalServerException => (nameof(InternalServerException), ErrorCategory.ResourceUnavailable, "Try again later; quote the request id to AWS support if it stays."),
        InvalidClientException => (nameof(InvalidClientException), ErrorCategory.AuthenticationError, "Run Register-SSOOIDCClient for a new client: a registration lives about 90 days, in one region."),
        InvalidClientMetadataException => (nameof(InvalidClientMetadataException), ErrorCategory.InvalidArgument, "Check -ClientName and -ClientType; the service takes the type public only."),
        InvalidGrantException => (nameof(InvalidGrantException), ErrorCategory.AuthenticationError, "Log in again: codes and refresh tokens work once, and end with the session. Check that region and start URL belong together."),
        InvalidRedirectUriException => (nameof(InvalidRedirectUriException), ErrorCategory.InvalidArgument, "Register http://127.0.0.1/oauth/callback without a port, and use it with the port of your listener."),
        InvalidRequestRegionException => (nameof(InvalidRequestRegionException), ErrorCategory.InvalidArgument, "Use the region that the error names with -Region."),
        InvalidRequestException => (nameof(InvalidRequestException), ErrorCategory.InvalidArgument, "Check that -Region is the region of IAM Identity Center and that the start URL is the one of its access portal."),
        InvalidScopeException => (nameof(InvalidScopeException), ErrorCategory.InvalidArgument, "Check -Scope; for access to accounts it is sso:account:access."),
        SlowDownException => (nameof(SlowDownException), ErrorCategory.LimitsExceeded, "Add 5 seconds to the interval for good, or let New-SSOOIDCToken -Wait do so."),
        UnauthorizedClientException => (nameof(UnauthorizedClientException), ErrorCategory.PermissionDenied, "Register the client with this grant in -GrantType."),
        UnsupportedGrantTypeException => (nameof(UnsupportedGrantTypeException), ErrorCategory.InvalidArgument, "Use one of the grant types that completion of -GrantType offers."),
        ForbiddenException => (nameof(ForbiddenException), ErrorCategory.PermissionDenied, "Check account and role against Get-SSOOIDCRole; if the assignment is new, log in again with -Force: a session may not know it yet."),
        ResourceNotFoundException => (nameof(ResourceNotFoundException), ErrorCategory.ObjectNotFound, "Check account and role against Get-SSOOIDCRole."),
        TooManyRequestsException => (nameof(TooManyRequestsException), ErrorCategory.LimitsExceeded, "Find what else asks the portal all the time, and try again when it has ended."),
        SsoOidcConnectionException => ("ConnectionFailed", ErrorCategory.ConnectionError, "Check the network, the proxy, -Region and -EndpointUrl."),
        SsoOidcTimeoutException => ("RequestTimeout", ErrorCategory.OperationTimeout, "Check the network and the proxy, then try again."),
        SsoOidcResponseException => ("InvalidResponse", ErrorCategory.InvalidResult, "Check -EndpointUrl and any proxy on the way: something other than the service answered."),
        SsoOidcLoginException { Failure: LoginFailure.LoginRequired } => ("LoginRequired", ErrorCategory.AuthenticationError, null),
        SsoOidcLoginException login => ($"Login{login.Failure}", CategoryOf(login.Failure), null),
        SsoOidcException => ("ServiceError", ErrorCategory.InvalidResult, "Check the credentials and their permission for sso-oauth:CreateTokenWithIAM if the call was signed; quote the request id to AWS support otherwise."),
        SsoOidcConfigurationException => ("InvalidConfiguration", ErrorCategory.InvalidArgument, null),
        ArgumentException => ("InvalidArgument", ErrorCategory.InvalidArgument, null),
        _ => null,
    };

    private static ErrorCategory CategoryOf(LoginFailure failure) => failure switch
    {
        LoginFailure.Denied or LoginFailure.Refused => ErrorCategory.PermissionDenied,
        LoginFailure.TimedOut => ErrorCategory.OperationTimeout,
        LoginFailure.PortUnavailable or LoginFailure.Busy => ErrorCategory.ResourceBusy,
        LoginFailure.WrongRegionOrStartUrl => ErrorCategory.InvalidArgument,
        LoginFailure.NotSaved => ErrorCategory.WriteError,
        _ => ErrorCategory.AuthenticationError,
    };
}
