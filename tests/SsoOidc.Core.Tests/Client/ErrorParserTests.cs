using System.Net;
using System.Text;
using SsoOidc.Client;

namespace SsoOidc.Tests.Client;

public sealed class ErrorParserTests
{
    private const int Bad = 400;

    public static TheoryData<Type, int, string> Modelled => new()
    {
        { typeof(AccessDeniedException), 400, "access_denied" },
        { typeof(AuthorizationPendingException), 400, "authorization_pending" },
        { typeof(ExpiredTokenException), 400, "expired_token" },
        { typeof(InternalServerException), 500, "server_error" },
        { typeof(InvalidClientException), 401, "invalid_client" },
        { typeof(InvalidClientMetadataException), 400, "invalid_client_metadata" },
        { typeof(InvalidGrantException), 400, "invalid_grant" },
        { typeof(InvalidRedirectUriException), 400, "invalid_redirect_uri" },
        { typeof(InvalidRequestException), 400, "invalid_request" },
        { typeof(InvalidRequestRegionException), 400, "invalid_request" },
        { typeof(InvalidScopeException), 400, "invalid_scope" },
        { typeof(SlowDownException), 400, "slow_down" },
        { typeof(UnauthorizedClientException), 400, "unauthorized_client" },
        { typeof(UnsupportedGrantTypeException), 400, "unsupported_grant_type" },
    };

    [Fact]
    public void Every_modelled_exception_is_in_the_list_of_this_test()
    {
        var modelled = typeof(SsoOidcException).Assembly.GetExportedTypes()
            .Where(t => t.BaseType == typeof(SsoOidcException))
            .Except([typeof(SsoOidcConnectionException), typeof(SsoOidcTimeoutException), typeof(SsoOidcResponseException), typeof(SsoOidcLoginException)])
            // The access portal's own, which is another service.
            .Except([typeof(ForbiddenException), typeof(ResourceNotFoundException), typeof(TooManyRequestsException)]);

        Assert.Equal(Modelled.Select(row => row.Data.Item1.Name).Order(StringComparer.Ordinal), modelled.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Modelled))]
    public void The_header_names_the_type(Type type, int status, string error)
    {
        var exception = Parse($$"""{"error":"{{error}}","error_description":"d"}""", type.Name, status);

        Assert.IsType(type, exception);
        Assert.Equal("d", exception.Message);
        Assert.Equal(error, exception.Error);
        Assert.Equal("d", exception.ErrorDescription);
        Assert.Equal(type.Name, exception.Code);
        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Modelled))]
    public void The_member_code_names_the_type(Type type, int status, string error)
    {
        Assert.IsType(type, Parse($$"""{"code":"{{type.Name}}","error":"{{error}}"}""", null, status));
        Assert.IsType(type, Parse($$"""{"Code":"{{type.Name}}"}""", null, status));
    }

    [Theory]
    [MemberData(nameof(Modelled))]
    public void The_member_type_names_the_type(Type type, int status, string error) =>
        Assert.IsType(type, Parse($$"""{"__type":"com.amazonaws.ssooidc#{{type.Name}}","error":"{{error}}"}""", null, status));

    [Theory]
    [MemberData(nameof(Modelled))]
    public void The_error_value_tells_the_type_where_nothing_names_it(Type type, int status, string error)
    {
        var region = type == typeof(InvalidRequestRegionException) ? ",\"region\":\"eu-west-1\"" : "";

        var exception = Parse($$"""{"error":"{{error}}","error_description":null{{region}}}""", null, status);

        Assert.IsType(type, exception);
        Assert.Equal(error, exception.Message);
        Assert.Null(exception.Code);
    }

    [Theory]
    [InlineData("InvalidGrantException:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/")]
    [InlineData("com.amazonaws.ssooidc#InvalidGrantException")]
    [InlineData("com.amazonaws.ssooidc#InvalidGrantException:http://internal.amazon.com/")]
    [InlineData("any.other.namespace#InvalidGrantException")]
    [InlineData("InvalidGrantException,http://internal.amazon.com/")]
    [InlineData("InvalidGrantException, Other")]
    [InlineData(" InvalidGrantException ")]
    [InlineData("invalidgrantexception")]
    [InlineData("INVALIDGRANTEXCEPTION:x#y")]
    public void A_type_is_found_in_every_form_that_it_is_written_in(string written)
    {
        Assert.IsType<InvalidGrantException>(Parse("", written));
        Assert.IsType<InvalidGrantException>(Parse($$"""{"code":"{{written}}"}"""));
        Assert.IsType<InvalidGrantException>(Parse($$"""{"__type":"{{written}}"}"""));
    }

    [Fact]
    public void The_header_wins_over_code_and_code_over_type_and_type_over_error()
    {
        const string body = """{"code":"InvalidScopeException","__type":"InvalidGrantException","error":"slow_down"}""";

        Assert.IsType<InvalidClientException>(Parse(body, "InvalidClientException"));
        Assert.IsType<InvalidScopeException>(Parse(body));
        Assert.IsType<InvalidScopeException>(Parse(body, ""));
        Assert.IsType<InvalidScopeException>(Parse(body, " :http://x"));
        Assert.IsType<InvalidGrantException>(Parse("""{"code":400,"__type":"InvalidGrantException","error":"slow_down"}"""));
        Assert.IsType<SlowDownException>(Parse("""{"code":null,"__type":"","error":"slow_down"}"""));
    }

    [Fact]
    public void Nested_members_say_nothing()
    {
        var exception = Parse("""{"x":{"__type":"InvalidGrantException","error":"slow_down","message":"no"},"y":[{"code":"InvalidScopeException"}]}""");

        Assert.IsType<SsoOidcException>(exception);
        Assert.Null(exception.Code);
        Assert.Null(exception.Error);
    }

    [Fact]
    public void A_type_that_nobody_models_is_the_base_class_with_its_code()
    {
        var exception = Parse("""{"message":"Rate exceeded"}""", "ThrottlingException:http://x", 429);

        Assert.IsType<SsoOidcException>(exception);
        Assert.Equal("ThrottlingException", exception.Code);
        Assert.Equal("Rate exceeded", exception.Message);
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("ExpiredTokenException")]
    [InlineData("UnrecognizedClientException")]
    [InlineData("InvalidSignatureException")]
    public void The_front_ends_403_is_never_a_modelled_error_although_it_borrows_the_names(string type)
    {
        var exception = Parse("""{"message":"The security token included in the request is expired"}""", type, 403);

        Assert.IsType<SsoOidcException>(exception);
        Assert.Equal(type, exception.Code);
        Assert.Equal(HttpStatusCode.Forbidden, exception.StatusCode);
        Assert.Equal("The security token included in the request is expired", exception.Message);
    }

    [Fact]
    public void Extra_members_of_the_modelled_errors_are_read()
    {
        var denied = Assert.IsType<AccessDeniedException>(Parse("""{"error":"access_denied","reason":"KMS_AccessDeniedException"}"""));
        var invalid = Assert.IsType<InvalidRequestException>(Parse("""{"error":"invalid_request","reason":"KMS_NewlyInvented"}"""));
        var region = Assert.IsType<InvalidRequestRegionException>(
            Parse("""{"error":"invalid_request","endpoint":"https://oidc.eu-west-1.amazonaws.com","region":"eu-west-1"}""", "InvalidRequestRegionException"));

        Assert.Equal("KMS_AccessDeniedException", denied.Reason);
        Assert.Equal("KMS_NewlyInvented", invalid.Reason);
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com", region.Endpoint);
        Assert.Equal("eu-west-1", region.Region);
    }

    [Theory]
    [InlineData("""{"error":"invalid_request","endpoint":"e"}""")]
    [InlineData("""{"region":"r","error":"invalid_request"}""")]
    public void An_invalid_request_that_tells_where_it_belongs_is_the_regional_one(string body) =>
        Assert.IsType<InvalidRequestRegionException>(Parse(body));

    [Theory]
    [InlineData("""{"error":"e","error_description":"d","message":"m"}""", "d")]
    [InlineData("""{"error":"e","error_description":null,"message":"m"}""", "m")]
    [InlineData("""{"error":"e","error_description":" ","Message":"m"}""", "m")]
    [InlineData("""{"error":"e","error_description":"\u001b\u0007","message":"m"}""", "m")]
    [InlineData("""{"error":"e","error_description":{"x":1},"message":["m"]}""", "e")]
    [InlineData("""{"error_description":"two\r\nlines \u001b[31m and \u202e more"}""", "two  lines  [31m and   more")]
    [InlineData("""{}""", "The service answered 400 BadRequest and gave no description.")]
    [InlineData("", "The service answered 400 BadRequest and gave no description.")]
    [InlineData("null", "The service answered 400 BadRequest and gave no description.")]
    [InlineData("secret in plain text", "The service answered 400 BadRequest and gave no description.")]
    [InlineData("""{"secret":"in an unknown member"}""", "The service answered 400 BadRequest and gave no description.")]
    [InlineData("<html>secret</html>", "The service answered 400 BadRequest and gave no description.")]
    public void The_message_is_the_best_description_there_is_and_never_the_body(string body, string message) =>
        Assert.Equal(message, Parse(body).Message);

    [Fact]
    public void A_message_has_an_end_and_the_description_is_whole()
    {
        var exception = Parse($$"""{"error_description":"{{new string('x', 10_000)}}"}""");

        Assert.Equal(new string('x', 500) + "…", exception.Message);
        Assert.Equal(10_000, exception.ErrorDescription!.Length);
    }

    [Theory]
    [InlineData("""{"error":"slow_down","error_description":"d",""")]
    [InlineData("""{"error":"slow_down","error_description":"d" garbage""")]
    [InlineData("""{"error":"slow_down","error_description":"d"} trailing""")]
    [InlineData("""{"error":"slow_down","error_description":"d","x":[[[[[[[[[[[[[[[[[[[[[""")]
    [InlineData("""{"error":"slow_down","error_description":"d","\ud800rror":"other"}""")]
    [InlineData("""{"message":"\ud800","error":"slow_down","error_description":"d"}""")]
    public void What_can_be_read_of_a_broken_body_is_used(string body)
    {
        var exception = Parse(body);

        Assert.IsType<SlowDownException>(exception);
        Assert.Equal("d", exception.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_hide_no_other_member()
    {
        var exception = ErrorParser.Parse(null, [.. "{\"error_description\":\""u8, 0xFF, 0xFE, .. "\",\"error\":\"slow_down\"}"u8], Metadata(Bad), []);

        Assert.IsType<SlowDownException>(exception);
        Assert.Null(exception.ErrorDescription);
        Assert.Equal("slow_down", exception.Message);
    }

    [Fact]
    public void A_byte_order_mark_hides_nothing() =>
        Assert.IsType<SlowDownException>(ErrorParser.Parse(null, [0xEF, 0xBB, 0xBF, .. "{\"error\":\"slow_down\"}"u8], Metadata(Bad), []));

    [Fact]
    public void The_last_of_two_members_with_one_name_counts() =>
        Assert.IsType<InvalidGrantException>(Parse("""{"error":"slow_down","error":"invalid_grant"}"""));

    [Fact]
    public void A_type_that_is_a_novel_or_an_escape_sequence_is_cut_and_cleaned()
    {
        Assert.Equal(501, Parse("", new string('x', 5000)).Code!.Length);
        Assert.Equal("a [31m", Parse("", "a\u001b[31m").Code);
    }

    [Fact]
    public void No_member_of_an_error_holds_what_a_terminal_obeys()
    {
        var exception = Assert.IsType<InvalidRequestRegionException>(Parse(
            """{"error":"e\u001b","error_description":"a\u001b]0;x\u0007b","region":"eu\u202e","endpoint":"https://x\u009b"}""", nameof(InvalidRequestRegionException)));

        Assert.Equal(("e ", "a ]0;x b", "eu ", "https://x "), (exception.Error, exception.ErrorDescription, exception.Region, exception.Endpoint));
        Assert.Equal("no\u200bbody".Replace('\u200b', ' '), Assert.IsType<AccessDeniedException>(Parse("""{"reason":"no\u200bbody"}""", nameof(AccessDeniedException))).Reason);
    }

    private static SsoOidcException Parse(string body, string? header = null, int status = Bad) =>
        ErrorParser.Parse(header, Encoding.UTF8.GetBytes(body), Metadata(status), []);

    private static ResponseMetadata Metadata(int status) => new() { HttpStatusCode = (HttpStatusCode)status };
}
