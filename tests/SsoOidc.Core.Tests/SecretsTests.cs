using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace SsoOidc.Tests;

/// <summary>No secret is in what a public type prints. A new member is covered by itself: every text gets a canary.</summary>
public sealed class SecretsTests
{
    private const string Canary = "canary-5f2a";

    /// <summary>What may be printed: it is no secret, and telling it is the use of the text.</summary>
    private static readonly HashSet<string> Printed =
    [
        "RegisterClientResponse.ClientId", "StartDeviceAuthorizationResponse.UserCode", "AwsCredentials.AccessKeyId", "ResponseMetadata.RequestId",
        "SsoOidcClientOptions.Region", "SsoOidcClientOptions.CaBundle",
    ];

    public static TheoryData<Type> Models =>
    [
        .. typeof(SsoOidcClient).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false }
            && (IsOf(t, typeof(SsoOidcRequest<>)) || IsOf(t, typeof(SsoOidcResponse)) || t == typeof(AwsAdditionalDetails) || t == typeof(ResponseMetadata)
                || t == typeof(SsoOidcClientOptions) || t == typeof(AwsCredentials))),
    ];

    [Fact]
    public void The_list_holds_the_types_of_all_operations()
    {
        var names = Models.Select(row => row.Data.Name).ToHashSet();

        foreach (var operation in (string[])["RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateTokenWithIAM"])
            Assert.Superset(new HashSet<string> { operation + "Request", operation + "Response" }, names);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_type_prints_none_of_its_secrets(Type type)
    {
        var planted = 0;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite || type == typeof(AwsCredentials)))
        {
            if (Planted(type, property) is not { } value)
                continue;
            planted++;
            if (!Printed.Contains($"{type.Name}.{property.Name}"))
                Assert.DoesNotContain(Canary, value.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, $"{type.GetMethod("GetHashCode")!.Invoke(value, null)}", StringComparison.Ordinal);
        }

        Assert.NotEqual(0, planted);
    }

    [Fact]
    public void A_type_derived_from_a_response_prints_no_more_than_that()
    {
        var derived = new Derived { AccessToken = Canary, RefreshToken = Canary, Extra = Canary };

        Assert.DoesNotContain(Canary, derived.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_internal_type_prints_its_members_only_if_none_is_a_secret()
    {
        // What makes a record print them, unless it says itself what it shows.
        var printing = typeof(SsoOidcClient).Assembly.GetTypes()
            .Where(t => !t.IsVisible && t.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not null)
            .Where(t => t.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)))
            .Select(t => t.Name);

        Assert.Empty(printing.Except(["PoolKey", "LoginTarget"]));
    }

    [Fact]
    public async Task An_error_of_a_call_holds_no_member_of_its_request()
    {
        var errors = new List<Exception>();
        foreach (var answer in (Func<HttpResponseMessage>[])[
            Answer.Error("InvalidGrantException"), Answer.Status(500), Answer.Ok("<html>"), Answer.Throws(new IOException("m")), Answer.Status(302),
            Answer.Throws(new TaskCanceledException())])
        {
            using var client = A.Client(new StubHandler(answer), with: o => o with { Credentials = new AwsCredentials("AK", Canary, Canary), MaxAttempts = 1 });
            errors.Add(await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.SendAsync((CreateTokenRequest)Filled(typeof(CreateTokenRequest)), A.Ct)));
            errors.Add(await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.SendAsync((CreateTokenWithIAMRequest)Filled(typeof(CreateTokenWithIAMRequest)), A.Ct)));
        }

        Assert.All(errors, e => Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain(Canary, JsonSerializer.Serialize(e.Data), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_repeats_a_secret_of_the_request_does_not_get_it_shown()
    {
        using var client = A.Client(
            new StubHandler(Answer.Error("InvalidRequestException", error: "bad " + Canary, description: $"You sent {Canary}, and {Canary}.")),
            with: o => o with { Credentials = new AwsCredentials("AK", "SK"), MaxAttempts = 1 });
        var errors = new[]
        {
            await Assert.ThrowsAsync<InvalidRequestException>(() => client.SendAsync((CreateTokenRequest)Filled(typeof(CreateTokenRequest)), A.Ct)),
            await Assert.ThrowsAsync<InvalidRequestException>(() => client.SendAsync((CreateTokenWithIAMRequest)Filled(typeof(CreateTokenWithIAMRequest)), A.Ct)),
            await Assert.ThrowsAsync<InvalidRequestException>(() => client.SendAsync((StartDeviceAuthorizationRequest)Filled(typeof(StartDeviceAuthorizationRequest)), A.Ct)),
        };

        Assert.All(errors, e => Assert.Equal(("You sent ***, and ***.", "bad ***"), (e.ErrorDescription, e.Error)));
        Assert.All(errors, e => Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal));
    }

    // Whoever adds a member decides whether it is one.
    [Theory]
    [InlineData(typeof(CreateTokenRequest), "ClientSecret, Code, CodeVerifier, DeviceCode, RefreshToken")]
    [InlineData(typeof(CreateTokenWithIAMRequest), "Assertion, Code, CodeVerifier, RefreshToken, SubjectToken")]
    [InlineData(typeof(RegisterClientRequest), "")]
    [InlineData(typeof(StartDeviceAuthorizationRequest), "ClientSecret")]
    public void The_secrets_of_a_request_are_known(Type type, string members)
    {
        var value = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && p.PropertyType == typeof(string)))
            property.SetValue(value, property.Name);

        Assert.Equal(members, string.Join(", ", ((SsoOidc.Client.Models.IHasSecrets)value).Secrets.Order(StringComparer.Ordinal)));
    }

    private static object Filled(Type type)
    {
        var value = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && p.PropertyType == typeof(string)))
            property.SetValue(value, Canary);
        return value;
    }

    private static object? Planted(Type type, PropertyInfo property)
    {
        object? canary = property.PropertyType == typeof(string) ? Canary
            : property.PropertyType == typeof(IReadOnlyList<string>) ? new Revealing()
            : property.PropertyType == typeof(AwsAdditionalDetails) ? new AwsAdditionalDetails { IdentityContext = Canary }
            : property.PropertyType == typeof(IAwsCredentialsProvider) ? new AwsCredentials("AK", Canary, Canary)
            : null;
        if (canary is null)
            return null;
        if (type == typeof(AwsCredentials))
            return new AwsCredentials(property.Name == "AccessKeyId" ? Canary : "AK", property.Name == "SecretAccessKey" ? Canary : "SK", property.Name == "SessionToken" ? Canary : null);
        var value = Activator.CreateInstance(type)!;
        property.SetValue(value, canary);
        return value;
    }

    private static bool IsOf(Type type, Type ancestor)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t == ancestor || t.IsGenericType && t.GetGenericTypeDefinition() == ancestor)
                return true;
        }

        return false;
    }

    private sealed record Derived : CreateTokenResponse
    {
        public string? Extra { get; init; }
    }

    /// <summary>A list that would print its secret, as a bare list does not.</summary>
    private sealed class Revealing : IReadOnlyList<string>
    {
        public int Count => 1;

        public string this[int index] => Canary;

        public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)[Canary]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => Canary;
    }
}
