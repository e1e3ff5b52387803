using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class ErrorTests
{
    private const string Command = "New-SSOOIDCToken the-client -ClientSecret s -DeviceCode d -EndpointUrl $url";

    /// <summary>Kind, HTTP status, category, words of the recommended action.</summary>
    public static TheoryData<string, int, ErrorCategory, string> Modelled => new()
    {
        { "AccessDenied", 400, ErrorCategory.PermissionDenied, "Start the login again" },
        { "AuthorizationPending", 400, ErrorCategory.ResourceBusy, "New-SSOOIDCToken -Wait" },
        { "ExpiredToken", 400, ErrorCategory.OperationTimeout, "Start-SSOOIDCDeviceAuthorization" },
        { "InternalServer", 500, ErrorCategory.ResourceUnavailable, "Try again later" },
        { "InvalidClient", 401, ErrorCategory.AuthenticationError, "Register-SSOOIDCClient" },
        { "InvalidClientMetadata", 400, ErrorCategory.InvalidArgument, "-ClientType" },
        { "InvalidGrant", 400, ErrorCategory.AuthenticationError, "Log in again" },
        { "InvalidRedirectUri", 400, ErrorCategory.InvalidArgument, "http://127.0.0.1/oauth/callback" },
        { "InvalidRequest", 400, ErrorCategory.InvalidArgument, "-Region" },
        { "InvalidRequestRegion", 400, ErrorCategory.InvalidArgument, "-Region" },
        { "InvalidScope", 400, ErrorCategory.InvalidArgument, "sso:account:access" },
        { "SlowDown", 400, ErrorCategory.LimitsExceeded, "New-SSOOIDCToken -Wait" },
        { "UnauthorizedClient", 400, ErrorCategory.PermissionDenied, "-GrantType" },
        { "UnsupportedGrantType", 400, ErrorCategory.InvalidArgument, "-GrantType" },
    };

    [Theory]
    [MemberData(nameof(Modelled))]
    public async Task Each_modelled_error_is_a_whole_record(string kind, int status, ErrorCategory category, string action)
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(ErrorOf(kind));

        var error = (await session.RunAsync(Command)).Error();

        Assert.Equal($"SsoOidc.{kind}Exception", error.Exception.GetType().FullName);
        Assert.Equal($"{kind}Exception,SsoOidc.Commands.NewSSOOIDCTokenCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Matches($@"^What the service says\.\n\(Error Code {kind}Exception, ([a-z_]+, )?HTTP status {status}, request id request-1\)$", error.Exception.Message);
        Assert.Equal(error.Exception.Message, error.ToString());
        Assert.Equal("the-client", error.TargetObject);
        Assert.Contains(action, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        var exception = PSObject.AsPSObject(error.Exception);
        Assert.Equal("request-1", exception.Get("RequestId"));
        Assert.Equal("What the service says.", exception.Get("ErrorDescription"));
        Assert.Equal(status, (int)exception.Get("StatusCode")!);
        var metadata = PSObject.AsPSObject(exception.Get("Metadata"));
        Assert.Equal("request-1", metadata.Get("RequestId"));
        Assert.Equal("extended-1", metadata.Get("ExtendedRequestId"));
        Assert.Equal("cf-1", metadata.Get("CfId"));
        Assert.Equal(status, (int)metadata.Get("HttpStatusCode")!);
        Assert.Equal(session.Journal.Count, metadata.Get("Attempts"));
        Assert.Equal(kind == "InternalServer" ? 3 : 1, session.Journal.Count);
    }

    [Theory]
    [MemberData(nameof(Modelled))]
    public async Task Each_modelled_error_is_caught_by_its_type(string kind, int status, ErrorCategory category, string action)
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(ErrorOf(kind));

        var caught = (await session.RunAsync($$"""
            try { {{Command}} }
            catch [SsoOidc.{{kind}}Exception] {
                "$(($_.Exception.Message -split "`n")[0]) $([int]$_.Exception.StatusCode) $($_.CategoryInfo.Category) $($_.ErrorDetails.RecommendedAction)"
            }
            catch { 'not typed' }
            """)).Single();

        Assert.StartsWith($"What the service says. {status} {category} ", caught.ToString(), StringComparison.Ordinal);
        Assert.Contains(action, caught.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_catch_takes_every_error_of_the_service()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(ErrorOf("SlowDown"));

        var caught = await session.RunAsync($$"""try { {{Command}} } catch [SsoOidc.SsoOidcException] { $_.Exception.Error }""");

        Assert.Equal("slow_down", caught.Single().BaseObject);
    }

    [Fact]
    public async Task The_members_of_an_error_are_on_its_exception()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "AccessDenied", Reason = "KMS_AccessDeniedException" });
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InvalidRequest", Reason = "KMS_DisabledException" });
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InvalidRequestRegion", Endpoint = "https://oidc.eu-west-1.amazonaws.com", Region = "eu-west-1" });

        var run = await session.RunAsync($"1..3 | ForEach-Object {{ {Command} }}");

        var exceptions = run.Errors.Select(error => PSObject.AsPSObject(error.Exception)).ToList();
        Assert.Equal(3, exceptions.Count);
        Assert.Equal("KMS_AccessDeniedException", exceptions[0].Get("Reason"));
        Assert.Equal("access_denied", exceptions[0].Get("Error"));
        Assert.Equal("KMS_DisabledException", exceptions[1].Get("Reason"));
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com", exceptions[2].Get("Endpoint"));
        Assert.Equal("eu-west-1", exceptions[2].Get("Region"));
    }

    [Fact]
    public async Task Errors_end_the_pipeline_so_that_polling_with_try_and_catch_works()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(ErrorOf("InvalidScope"));

        var run = await session.RunAsync("'one', 'two' | Register-SSOOIDCClient -EndpointUrl $url");

        Assert.Equal("InvalidScopeException,SsoOidc.Commands.RegisterSSOOIDCClientCommand", run.Error().FullyQualifiedErrorId);
        Assert.Single(session.Journal);
    }

    [Fact]
    public async Task No_answer_is_an_error_of_the_connection()
    {
        using var shell = new Shell();

        var run = await shell.RunAsync("Register-SSOOIDCClient cli -EndpointUrl http://127.0.0.1:1");

        var error = run.Error();
        Assert.Equal("ConnectionFailed,SsoOidc.Commands.RegisterSSOOIDCClientCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.Equal("SsoOidc.SsoOidcConnectionException", error.Exception.GetType().FullName);
        Assert.Contains("127.0.0.1:1", error.Exception.Message, StringComparison.Ordinal);
        Assert.Null(PSObject.AsPSObject(error.Exception).Get("StatusCode"));
    }

    [Fact]
    public async Task Something_else_than_the_service_is_an_error_that_does_not_quote_it()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 200, ContentType = "text/html", Body = "<html>A login page</html>" });

        var error = (await session.RunAsync(Command)).Error();

        Assert.Equal("InvalidResponse,SsoOidc.Commands.NewSSOOIDCTokenCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidResult, error.CategoryInfo.Category);
        Assert.DoesNotContain("login", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_cannot_steer_the_terminal()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InvalidGrant", Description = "a\u001b[2Jb\r\nc\u202ed" });

        var error = (await session.RunAsync(Command)).Error();

        Assert.StartsWith("a [2Jb  c d\n(Error Code InvalidGrantException, invalid_grant, HTTP status 400", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(error.Exception.Message, error.ErrorDetails.Message);
    }

    [Theory]
    [InlineData("-Region 'eu west'", "InvalidConfiguration", "'eu west' from the parameter Region is not a region name")]
    [InlineData("-Region evil.example/", "InvalidConfiguration", "'evil.example/' from the parameter Region is not a region name")]
    [InlineData("-Region @{}", "InvalidArgument", "-Region is a Hashtable; expected a region's name such as eu-west-1, or an object with a SystemName or Region.")]
    [InlineData("-EndpointUrl oidc.eu-west-1.amazonaws.com", "InvalidArgument", "-EndpointUrl 'oidc.eu-west-1.amazonaws.com' is not an absolute address; expected one like https://oidc.eu-west-1.amazonaws.com.")]
    [InlineData("-EndpointUrl ftp://example.com", "InvalidArgument", "-EndpointUrl 'ftp://example.com' is not an absolute address; expected one like https://oidc.eu-west-1.amazonaws.com.")]
    [InlineData("-EndpointUrl http://127.0.0.1:1/?a=b", "InvalidConfiguration", "The endpoint URL must not have a query, a fragment or a user name: give scheme, host, port and path only.")]
    public async Task A_setting_that_cannot_be_is_named_with_what_was_expected(string arguments, string id, string message)
    {
        using var shell = new Shell();

        var error = (await shell.RunAsync("Register-SSOOIDCClient cli " + arguments)).Error();

        Assert.Equal(id + ",SsoOidc.Commands.RegisterSSOOIDCClientCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.StartsWith(message, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_region_the_error_says_what_to_give()
    {
        using var shell = new Shell();

        var error = (await shell.RunAsync("Register-SSOOIDCClient cli")).Error();

        Assert.Equal("RegionMissing,SsoOidc.Commands.RegisterSSOOIDCClientCommand", error.FullyQualifiedErrorId);
        Assert.Contains("-Region", error.Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Three times, since the service's own failure is retried twice.</summary>
    private static Fault ErrorOf(string kind) => new()
    {
        Kind = FaultKind.Error,
        Error = kind,
        Description = "What the service says.",
        Times = 3,
        Headers = new Dictionary<string, string> { ["x-amzn-RequestId"] = "request-1", ["x-amz-id-2"] = "extended-1", ["x-amz-cf-id"] = "cf-1" },
    };
}
