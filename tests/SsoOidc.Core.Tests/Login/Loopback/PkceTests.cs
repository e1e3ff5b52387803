using SsoOidc.Login.Loopback;


namespace SsoOidc.Tests.Login.Loopback;

public sealed class PkceTests
{
    [Fact]
    public void The_challenge_is_that_of_RFC_7636_appendix_B()
    {
        var pkce = new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", pkce.Challenge);
    }

    [Fact]
    public void A_verifier_has_64_unreserved_characters_and_no_two_are_the_same()
    {
        var verifiers = Enumerable.Range(0, 1000).Select(_ => Pkce.Create().Verifier).ToHashSet();
        Assert.Equal(1000, verifiers.Count);
        Assert.All(verifiers, verifier => Assert.Matches("^[A-Za-z0-9_-]{64}$", verifier));
    }

    [Theory]
    [InlineData(42)]
    [InlineData(129)]
    public void A_verifier_of_a_wrong_length_is_refused(int length) => Assert.Throws<ArgumentException>(() => new Pkce(new string('a', length)));

    [Fact]
    public void A_verifier_with_other_characters_is_refused() => Assert.Throws<ArgumentException>(() => new Pkce(new string('a', 42) + "+"));

    [Fact]
    public void A_state_has_256_bits_and_no_two_are_the_same()
    {
        var states = Enumerable.Range(0, 1000).Select(_ => Pkce.CreateState()).ToHashSet();
        Assert.Equal(1000, states.Count);
        Assert.All(states, state => Assert.Matches("^[A-Za-z0-9_-]{43}$", state));
    }

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abd", false)]
    [InlineData("abc", "ab", false)]
    [InlineData("abc", "", false)]
    [InlineData("abc", null, false)]
    public void States_are_compared_as_a_whole(string expected, string? actual, bool same) => Assert.Equal(same, Pkce.StateMatches(expected, actual));
}
