namespace SsoOidc.Tests;

public sealed class TextTests
{
    [Fact]
    public void Control_characters_do_not_reach_a_message() =>
        Assert.DoesNotContain('\u001b', Text.Clean("red \u001b[31m alert"));
}
